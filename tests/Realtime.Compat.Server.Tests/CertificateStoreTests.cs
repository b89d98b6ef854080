using System.Security.Cryptography.X509Certificates;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests;

public sealed class CertificateStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CertificateStore _store;

    public CertificateStoreTests() => _store = new CertificateStore(_directory.Root, _time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_start_makes_one_and_the_next_finds_it()
    {
        using var made = _store.Open();
        using var found = _store.Open();

        Assert.Equal("there was none", made.Remade);
        Assert.Null(found.Remade);
        Assert.Equal(made.Fingerprint, found.Fingerprint);
        Assert.True(found.Server.HasPrivateKey);
    }

    [Fact]
    public void Nobody_but_its_owner_reads_the_key_and_the_authority_has_none()
    {
        using var certificate = _store.Open();

        Assert.False(certificate.Authority.HasPrivateKey);
        Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(_store.AuthorityPath), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_store.ServerPath));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void It_is_good_for_this_machine_alone(string host)
    {
        using var certificate = _store.Open();

        Assert.True(certificate.Server.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
        Assert.False(certificate.Server.MatchesHostname("api.openai.com", allowWildcards: false, allowCommonName: false));
    }

    [Fact]
    public void It_holds_no_longer_than_every_client_accepts()
    {
        using var certificate = _store.Open();

        Assert.InRange((certificate.Server.NotAfter - certificate.Server.NotBefore).TotalDays, 700, 825);
        Assert.Equal("1.2.840.10045.2.1", certificate.Server.PublicKey.Oid.Value);
    }

    [Fact]
    public void One_that_is_about_to_run_out_is_replaced()
    {
        using var old = _store.Open();
        _time.Advance(CertificateFactory.Lifetime - CertificateStore.RenewedBefore);

        using var renewed = _store.Open();

        Assert.StartsWith("the old one ends on", renewed.Remade, StringComparison.Ordinal);
        Assert.NotEqual(old.Fingerprint, renewed.Fingerprint);
    }

    [Fact]
    public void A_damaged_file_is_replaced_and_the_reason_given()
    {
        _store.Open().Dispose();
        File.WriteAllText(_store.ServerPath, "-----BEGIN CERTIFICATE-----\nnonsense");

        using var remade = _store.Open();

        Assert.StartsWith("the old one could not be read", remade.Remade, StringComparison.Ordinal);
        using var found = _store.Open();
        Assert.Null(found.Remade);
    }

    [Fact]
    public void A_certificate_of_another_authority_is_replaced()
    {
        using var other = new TemporaryDirectory();
        var stranger = new CertificateStore(other.Root, _time);
        stranger.Open().Dispose();
        _store.Open().Dispose();
        File.Copy(stranger.AuthorityPath, _store.AuthorityPath, overwrite: true);

        using var remade = _store.Open();

        Assert.Equal("the old one was not signed by the authority beside it", remade.Remade);
    }

    [Fact]
    public void Asked_to_renew_it_makes_another()
    {
        using var old = _store.Open();
        using var renewed = _store.Renew();

        Assert.NotEqual(old.Fingerprint, renewed.Fingerprint);
    }

    [Fact]
    public async Task Servers_that_start_together_agree_on_one()
    {
        var certificates = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new CertificateStore(_directory.Root, TimeProvider.System).Open())));

        Assert.Single(certificates.Select(certificate => certificate.Fingerprint).Distinct());
        Assert.All(certificates, certificate => certificate.Dispose());
    }

    [Fact]
    public void A_directory_that_is_gone_is_one_sentence()
    {
        var store = new CertificateStore(_directory["file/certs"], new SystemTimePast());
        File.WriteAllText(_directory["file"], "");

        var failure = Assert.Throws<OperatorException>(store.Open);

        Assert.Contains(DataDirectory.Setting, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A clock on which every wait is over at once.</summary>
    private sealed class SystemTimePast : TimeProvider
    {
        private long _asked;

        public override long GetTimestamp() => Interlocked.Add(ref _asked, 60 * TimestampFrequency);
    }
}
