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

    [Fact]
    public async Task Beside_a_running_server_every_line_says_what_was_found_and_the_exit_code_says_whether_all_is_well()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();

        var (exit, output) = await RunAsync("--json", "--urls", $"{server.Address("http")};{server.Address("https")}");

        using var findings = JsonDocument.Parse(output);
        var fine = findings.RootElement.EnumerateArray().ToDictionary(finding => finding.GetProperty("check").GetString()!, finding => finding.GetProperty("fine").GetBoolean());
        Assert.Equal(
            ["processor", "memory", "clock", "UDP", "OpenSSL", "libopus", "voice activity", "speech libraries", "settings", "disk", "ports", "certificate", "models", "speech", "turn model", "chat", "tool call"],
            findings.RootElement.EnumerateArray().Select(finding => finding.GetProperty("check").GetString()));
        // What a machine may lack is told and not asserted: its libraries, its disk.
        foreach (var check in (string[])["processor", "clock", "UDP", "settings", "ports", "certificate", "models", "turn model", "chat", "tool call"])
            Assert.True(fine[check], output);
        Assert.Contains("is answered by this server", output, StringComparison.Ordinal);
        Assert.Equal(fine.Values.All(isFine => isFine) ? 0 : 1, exit);
    }

    [Fact]
    public async Task What_is_broken_is_named_with_what_mends_it_and_the_exit_code_is_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exit, output) = await RunAsync("--urls", $"http://127.0.0.1:{port}", "--Realtime:Chat:Provider", "ollama", "--Realtime:Chat:Url", "http://127.0.0.1:9");

        Assert.Equal(1, exit);
        Assert.Matches($@"WRONG  ports +port {port} cannot be used: another program has it\n +to mend it: stop the other program", output);
        Assert.Matches(@"WRONG  chat .*127\.0\.0\.1:9", output);
        Assert.Matches(@"\d of 17 want mending\.", output);
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

    private Task<(int Exit, string Output)> RunAsync(params string[] arguments) =>
        RealtimeProcess.RunAsync(["doctor", "--Realtime:DataDirectory", _directory["data"], .. (arguments.Contains("--Realtime:Chat:Provider") ? Array.Empty<string>() : ["--Realtime:Chat:Provider", "scripted"]), .. arguments]);
}
