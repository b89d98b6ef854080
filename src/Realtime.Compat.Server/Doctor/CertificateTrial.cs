using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Realtime.Compat.Server.Doctor;

/// <summary>Asks Kestrel for the certificate that it makes of the settings: it listens on a free port of this machine's own for one handshake.</summary>
internal static class CertificateTrial
{
    private const string Kestrel = "Kestrel";
    private const string Trial = $"{Kestrel}:Endpoints:Trial";

    /// <summary>The certificate that a client is shown.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="setting">The section that names the certificate: `Kestrel:Certificates:Default`, or an endpoint's own.</param>
    /// <param name="host">The name that the client asks for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">What Kestrel says of a certificate that it cannot use.</exception>
    public static async Task<X509Certificate2> ShowAsync(IConfiguration configuration, string setting, string host, CancellationToken cancellationToken)
    {
        // Relative paths are those of the server's own folder, as they are when it starts.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(configuration.GetSection($"{Kestrel}:Certificates").AsEnumerable());
        if (setting.Split(':') is [_, "Endpoints", _, var own])
            builder.Configuration.AddInMemoryCollection(configuration.GetSection(setting).AsEnumerable(makePathsRelative: true).Select(pair => KeyValuePair.Create($"{Trial}:{own}:{pair.Key}", pair.Value)));
        builder.Configuration.AddInMemoryCollection([new($"{Trial}:Url", "https://127.0.0.1:0")]);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Configure(builder.Configuration.GetSection(Kestrel)));
        await using var app = builder.Build();
        await app.StartAsync(cancellationToken);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, cancellationToken);
        // CA5359: whatever is shown is what is asked for.
#pragma warning disable CA5359
        await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
