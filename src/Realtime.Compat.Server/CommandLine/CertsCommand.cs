using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime certs`: where the certificate is, what it is, how to trust it.</summary>
internal static class CertsCommand
{
    /// <summary>Shows it, made if there is none.</summary>
    /// <param name="settings">`--name=value`.</param>
    /// <param name="renew">Whether to make a new one first.</param>
    /// <exception cref="OperatorException">It cannot be kept.</exception>
    public static async Task RunAsync(string[] settings, bool renew)
    {
        var configuration = ServeCommand.CreateBuilder(settings).Configuration;
        var store = new CertificateStore(DataDirectory.Of(configuration).Certificates, TimeProvider.System);
        using var certificate = renew ? store.Renew() : store.Open();
        var console = Console.Out;
        if (certificate.Remade is { } why)
            await console.WriteLineAsync($"Made a new certificate: {why}.");
        await console.WriteLineAsync($"Authority    {certificate.AuthorityPath}");
        await console.WriteLineAsync($"SHA-256      {certificate.Fingerprint}");
        await console.WriteLineAsync($"Holds until  {certificate.Server.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        await console.WriteLineAsync();
        foreach (var (audience, command) in TrustInstructions.For(certificate.AuthorityPath))
            await console.WriteLineAsync($"{audience}:\n  {command}");
    }
}
