using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>
/// Whether the certificate that https clients are shown can be used, holds, and is for the address: the operator's own where one is set, else the server's. Whether a
/// client trusts it is the client's to say.
/// </summary>
/// <param name="configuration">All settings.</param>
/// <param name="directory">Where the server's own lies.</param>
/// <param name="clock">Says whether it holds.</param>
internal sealed class CertificateCheck(IConfiguration configuration, string directory, TimeProvider clock) : ICheck
{
    private readonly CertificateStore _store = new(directory, clock);

    /// <inheritdoc/>
    public string Name => "certificate";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var addresses = Listening.AddressesOf(configuration);
        // Kestrel loads the one for all addresses though none of them needs it.
        var shown = addresses.Where(address => address.IsTls).DefaultIfEmpty(addresses.Select(address => address with { Url = "https://*:0" }).FirstOrDefault(address => address.CertificateSetting is not null));
        var said = new List<string>();
        foreach (var address in shown.OfType<ListeningAddress>())
        {
            var finding = address.CertificateSetting is { } setting ? await LookAtSetAsync(address, setting, cancellationToken) : LookAtOwn(address);
            if (!finding.IsFine)
                return finding;
            said.Add(finding.Detail);
        }

        return Finding.Fine(said.Count == 0 ? "not needed: the server listens without TLS" : string.Join("; ", said.Distinct()));
    }

    private async Task<Finding> LookAtSetAsync(ListeningAddress address, string setting, CancellationToken cancellationToken)
    {
        var name = configuration[$"{setting}:Path"] is { } path ? $"{path} ({setting})" : setting;
        try
        {
            using var certificate = await CertificateTrial.ShowAsync(configuration, setting, HostOf(address) ?? "localhost", cancellationToken);
            var without = $"in its place, or leave {setting} out: the server then makes its own";
            return Judge(certificate, address, name, $"put one that holds {without}", $"put one for that name {without}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Finding.Wrong($"{name} cannot be used: {failure.Message.TrimEnd('.')}", StartFailure.CertificateRemedy(setting));
        }
    }

    private Finding LookAtOwn(ListeningAddress address)
    {
        if (!File.Exists(_store.ServerPath))
            return Finding.Fine("none yet: the first start makes it");
        try
        {
            using var server = X509CertificateLoader.LoadCertificateFromFile(_store.ServerPath);
            using var authority = X509CertificateLoader.LoadCertificateFromFile(_store.AuthorityPath);
            var finding = Judge(server, address, "it", "./run.sh certs renew", "set Kestrel:Certificates:Default:Path and :KeyPath to one for that name, or have clients take https://localhost");
            return !finding.IsFine ? finding : finding with
            {
                Detail = IsTrusted(authority)
                    ? $"{finding.Detail}, and this system trusts it"
                    : $"{finding.Detail}; each client has to be told to trust it: {TrustInstructions.For(_store.AuthorityPath)[0].Command}   (others: ./run.sh certs)",
            };
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong($"it cannot be read ({failure.Message.TrimEnd('.')})", "./run.sh certs renew");
        }
    }

    /// <summary>Whether it holds now, and for the name by which clients come; at every address of the machine that may be any name.</summary>
    private Finding Judge(X509Certificate2 certificate, ListeningAddress address, string name, string remedyForDates, string remedyForName)
    {
        var (now, from, until) = (clock.GetUtcNow(), certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now < from)
            return Finding.Wrong($"{name} holds only from {Day(from)} on", remedyForDates);
        if (until <= now)
            return Finding.Wrong($"{name} ended on {Day(until)}", remedyForDates);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(each => each.EnumerateDnsNames().Concat(each.EnumerateIPAddresses().Select(ip => ip.ToString()))).ToArray();
        var whose = names.Length == 0 ? "no name at all" : string.Join(", ", names);
        return HostOf(address) is { } host && !certificate.MatchesHostname(host, allowCommonName: false)
            ? Finding.Wrong($"{name} is not for {host}, but for {whose}", remedyForName)
            : Finding.Fine($"{(name == "it" ? "" : name + " ")}holds until {Day(until)}, for {whose}");
    }

    /// <summary>The name in an address; null where it stands for every address of the machine.</summary>
    private static string? HostOf(ListeningAddress address) =>
        address.Uri is { } uri && !ServerReport.IsEverywhere(uri) ? uri.Host.Trim('[', ']') : null;

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsTrusted(X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(authority);
    }
}
