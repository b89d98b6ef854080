using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Server.Certificates;
using Realtime.Compat.Server.CommandLine;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Doctor;
using Realtime.Compat.Server.Doctor.Checks;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>Where and how the server listens, broken in turn: its line names it, and says what mends it.</summary>
public sealed class ListeningCheckTests : IDisposable
{
    private const string Certificate = "Kestrel:Certificates:Default";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("urls")]
    [InlineData("Kestrel:Endpoints:Web:Url")]
    public async Task A_port_of_another_program_is_named_with_a_free_one(string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await Broken.IsNamedAsync(new PortsCheck(Addresses((setting, $"http://127.0.0.1:{port}"))), $"port {port} cannot be used: another program has it", "./run.sh --urls \"http://127.0.0.1:");
    }

    [Fact]
    public async Task A_free_port_is_fine_and_no_address_is_named()
    {
        await Broken.IsNotAsync(new PortsCheck(Addresses(("urls", "http://127.0.0.1:0"))), "0 is free");
        await Broken.IsNotAsync(new PortsCheck(Addresses(("urls", "http://unix:/run/realtime.sock"))), "realtime.sock");
        await Broken.IsNamedAsync(new PortsCheck(Addresses(("urls", "nonsense"))), "\"nonsense\" is no address", "./run.sh --urls http://127.0.0.1:8000");
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:8000")]
    [InlineData("http_ports", "8000")]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://*:8000")]
    public async Task An_address_that_others_reach_without_a_key_is_named_as_the_start_would(string setting, string value)
    {
        var configuration = Settings((setting, value));

        await Broken.IsNamedAsync(new KeysCheck(configuration), "can be reached from other machines, and there are no keys", "--Realtime:AllowAnonymous true");

        Assert.Throws<OperatorException>(() => Listening.CheckKeys(configuration, new RealtimeOptions()));
        await Broken.IsNotAsync(new KeysCheck(Settings((setting, value), ("Realtime:ApiKeys:0", "sk-0123456789"))), "clients need one");
        await Broken.IsNotAsync(new KeysCheck(Settings((setting, value), ("Realtime:AllowAnonymous", "true"))), "nobody needs one");
    }

    [Fact]
    public async Task This_machine_alone_needs_no_key() => await Broken.IsNotAsync(new KeysCheck(Settings()), "none needed");

    [Fact]
    public async Task Endpoints_of_kestrel_go_before_addresses_when_keys_are_asked_for() =>
        await Broken.IsNamedAsync(new KeysCheck(Settings(("urls", "http://127.0.0.1:8000"), ("Kestrel:Endpoints:Web:Url", "http://0.0.0.0:8000"))), "http://0.0.0.0:8000 can be reached", "set one");

    [Fact]
    public async Task A_certificate_that_has_ended_is_named_with_the_command_that_renews_it()
    {
        var clock = new FakeTimeProvider();
        new CertificateStore(_directory.Root, clock).Renew().Dispose();
        var check = Own("https://127.0.0.1:8443", clock);
        await Broken.IsNotAsync(check, "holds until");

        clock.Advance(TimeSpan.FromDays(825));

        await Broken.IsNamedAsync(check, "it ended on", "./run.sh certs renew");
    }

    [Fact]
    public async Task A_certificate_that_no_client_trusts_by_itself_says_how_each_is_told()
    {
        new CertificateStore(_directory.Root, TimeProvider.System).Renew().Dispose();
        await Broken.IsNotAsync(Own("https://127.0.0.1:8443", TimeProvider.System), "each client has to be told to trust it: export NODE_EXTRA_CA_CERTS=");
    }

    [Fact]
    public async Task The_servers_own_certificate_at_an_address_that_it_is_not_for_is_named()
    {
        new CertificateStore(_directory.Root, TimeProvider.System).Renew().Dispose();
        await Broken.IsNamedAsync(Own("https://192.0.2.7:8443", TimeProvider.System), "it is not for 192.0.2.7, but for localhost, ", "set Kestrel:Certificates:Default:Path");
        await Broken.IsNotAsync(Own("https://*:8443", TimeProvider.System), "for localhost, ");
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_named()
    {
        var store = new CertificateStore(_directory.Root, TimeProvider.System);
        await File.WriteAllTextAsync(store.ServerPath, "nonsense");
        await Broken.IsNamedAsync(Own("https://127.0.0.1:8443", TimeProvider.System), "cannot be read", "./run.sh certs renew");
    }

    [Fact]
    public async Task A_certificate_of_the_operators_is_fine_where_it_is_for_the_address()
    {
        WriteCertificate("localhost", TimeSpan.FromDays(-1), TimeSpan.FromDays(9));

        await Broken.IsNotAsync(OfOperator("https://localhost:8443"), $"{_directory["own.pem"]} ({Certificate}) holds until");
        await Broken.IsNotAsync(OfOperator("https://*:8443"), "for localhost");
        await Broken.IsNamedAsync(OfOperator("https://voice.example.org:8443"), "is not for voice.example.org, but for localhost", $"put one for that name in its place, or leave {Certificate} out");
    }

    [Theory]
    [InlineData(-9, -1, "ended on")]
    [InlineData(1, 9, "holds only from")]
    public async Task A_certificate_of_the_operators_that_does_not_hold_is_named(int fromDays, int untilDays, string detail)
    {
        WriteCertificate("localhost", TimeSpan.FromDays(fromDays), TimeSpan.FromDays(untilDays));
        await Broken.IsNamedAsync(OfOperator("https://localhost:8443"), detail, "put one that holds in its place");
    }

    [Fact]
    public async Task A_certificate_or_a_key_of_the_operators_that_is_not_there_is_named()
    {
        await Broken.IsNamedAsync(OfOperator("https://localhost:8443"), "own.pem", $"set {Certificate}:Path and :KeyPath");

        WriteCertificate("localhost", TimeSpan.FromDays(-1), TimeSpan.FromDays(9));
        File.Delete(_directory["own.key"]);
        await Broken.IsNamedAsync(OfOperator("https://localhost:8443"), "own.key", $"set {Certificate}:Path and :KeyPath");
        // Kestrel loads it though nothing listens by TLS, and would not start.
        await Broken.IsNamedAsync(OfOperator("http://localhost:8000"), "own.key", $"set {Certificate}:Path and :KeyPath");
        await Broken.IsNamedAsync(
            new CertificateCheck(Settings(("Kestrel:Endpoints:Web:Url", "https://localhost:8443"), ("Kestrel:Endpoints:Web:Certificate:Path", _directory["own.pem"])), _directory.Root, TimeProvider.System),
            "private key", "set Kestrel:Endpoints:Web:Certificate:Path and :KeyPath");
    }

    [Fact]
    public async Task A_port_of_calls_that_another_program_has_is_named()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;
        await WithCallsAsync(port, check => Broken.IsNamedAsync(check, $"port {port} of ", $"--Realtime:Calls:Port {port + 1}"));
        other.Dispose();
        await WithCallsAsync(port, check => Broken.IsNotAsync(check, $"port {port} is free"));
        await WithCallsAsync(0, check => Broken.IsNotAsync(check, "a port can be opened"));
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    private static IReadOnlyList<ListeningAddress> Addresses(params (string Name, string Value)[] settings) => Listening.AddressesOf(Settings(settings));

    private CertificateCheck Own(string url, TimeProvider clock) => new(Settings(("urls", url)), _directory.Root, clock);

    private CertificateCheck OfOperator(string url) => new(
        Settings(("urls", url), ($"{Certificate}:Path", _directory["own.pem"]), ($"{Certificate}:KeyPath", _directory["own.key"])), _directory.Root, TimeProvider.System);

    private void WriteCertificate(string name, TimeSpan from, TimeSpan until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow + from, DateTimeOffset.UtcNow + until);
        File.WriteAllText(_directory["own.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(_directory["own.key"], key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The line of a server that is put together as the doctor does it.</summary>
    private async Task WithCallsAsync(int port, Func<CallsCheck, Task> look)
    {
        var builder = ServeCommand.CreateBuilder([$"--Realtime:DataDirectory={_directory["data"]}", $"--Realtime:Calls:Port={port}", "--Realtime:Calls:Listen:0=127.0.0.1", "--Logging:LogLevel:Default=None"]);
        await using var app = RealtimeServer.Build(builder, DataDirectory.Of(builder.Configuration), listens: false);
        await look(new CallsCheck(app.Services.GetRequiredService<CallLine>(), app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Calls, []));
    }
}
