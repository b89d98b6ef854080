using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Realtime.Compat.Server.Tests.Models;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>`realtime doctor` as its user meets it.</summary>
public sealed class DoctorProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [HealthyMachineFact]
    public async Task Beside_a_running_server_every_line_is_fine_and_says_what_was_found()
    {
        var calls = FreePort();
        await using var server = await RunningServer.Start(_directory, "--Realtime:Calls:Port", $"{calls}").ReportedAsync();

        var (exit, output) = await RunAsync("--json", "--urls", $"{server.Address("http")};{server.Address("https")}", "--Realtime:Calls:Port", $"{calls}");

        using var findings = JsonDocument.Parse(output);
        var found = findings.RootElement.EnumerateArray().Select(finding => (Check: finding.GetProperty("check").GetString()!, Detail: finding.GetProperty("detail").GetString()!)).ToList();
        (string Check, string Detail)[] expected =
        [
            ("processor", " cores?, "),
            ("memory", "B$"),
            ("clock", " UTC$"),
            ("UDP", "packets get through"),
            ("OpenSSL", "3"),
            ("libopus", "opus"),
            ("voice activity", "silero v6"),
            ("speech libraries", "pocketsphinx, flite"),
            ("settings", "read; data in "),
            ("disk", " free$"),
            ("ports", "is answered by this server, .* is answered by this server"),
            ("keys", "none needed"),
            ("certificate", "holds until .*, for localhost, .*127\\.0\\.0\\.1"),
            ("models", "none installed"),
            ("calls", $"port {calls} is held by this server"),
            // What the voice said was understood: words, and not only that there are some.
            ("speech", "flite.* said \"what is the weather in paris today\", pocketsphinx.* heard \".*weather.*\""),
            ("turn model", "none"),
            ("chat", "scripted"),
            ("tool call", "get_weather was called"),
        ];
        Assert.Equal(expected.Select(line => line.Check), found.Select(line => line.Check));
        Assert.All(expected.Zip(found), pair => Assert.Matches(pair.First.Detail, pair.Second.Detail));
        Assert.All(findings.RootElement.EnumerateArray(), finding => Assert.True(finding.GetProperty("fine").GetBoolean(), output));
        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task What_is_broken_is_named_with_what_mends_it_and_the_exit_code_is_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var caller = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var calls = ((IPEndPoint)caller.Client.LocalEndPoint!).Port;

        var (exit, output) = await RunAsync(
            "--urls", $"http://127.0.0.1:{port};http://0.0.0.0:0;https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path", _directory["none.pem"], "--Realtime:Calls:Port", $"{calls}",
            "--Realtime:SpeechToText:Url", "http://127.0.0.1:9", "--Realtime:TextToSpeech:Provider", "scripted", "--Realtime:Chat:Provider", "ollama", "--Realtime:Chat:Url", "http://127.0.0.1:9");

        Assert.Equal(1, exit);
        Assert.Matches($@"WRONG  ports +port {port} cannot be used: another program has it\n +to mend it: stop the other program", output);
        Assert.Matches(@"WRONG  keys +http://0\.0\.0\.0:0 can be reached from other machines, and there are no keys\n +to mend it: set one", output);
        Assert.Matches(@"WRONG  certificate +\S+none\.pem .* cannot be used: .*\n +to mend it: set Kestrel:Certificates:Default:Path", output);
        Assert.Matches($@"WRONG  calls +.*port {calls} .*\n +to mend it: stop the other program, or take another port: --Realtime:Calls:Port {calls + 1}", output);
        Assert.Matches(@"WRONG  speech +speech to text .*127\.0\.0\.1:9.*\n +to mend it: start the server at http://127\.0\.0\.1:9\S*, or leave Realtime:SpeechToText:Url out", output);
        Assert.Matches(@"WRONG  chat .*127\.0\.0\.1:9", output);
        Assert.Matches(@"WRONG  tool call +the chat model does not answer\n +to mend it: mend chat first", output);
        Assert.Matches(@"\d of 19 want mending\.", output);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_ends_what_depends_on_it_and_is_named()
    {
        await File.WriteAllTextAsync(_directory["data"], "");

        var (exit, output) = await RunAsync();

        Assert.Equal(1, exit);
        Assert.Matches("WRONG  settings .*the server cannot write there", output);
        Assert.Contains("processor", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments) =>
        RealtimeProcess.RunAsync(["doctor", "--Realtime:DataDirectory", _directory["data"], .. (arguments.Contains("--Realtime:Chat:Provider") ? Array.Empty<string>() : ["--Realtime:Chat:Provider", "scripted"]), .. arguments]);
}
