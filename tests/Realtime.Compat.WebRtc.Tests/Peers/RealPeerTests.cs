using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.WebRtc.Tests.Peers;

/// <summary>Stacks of other people call an endpoint: a browser, and aiortc.</summary>
public class RealPeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ChromiumFact]
    public async Task Chromium_calls_by_UDP_with_Opus()
    {
        var report = await BrowseAsync(new RtcEndpointOptions { Listen = [IPAddress.Loopback] }, "");

        AssertServed(report);
        Assert.Equal(("audio/opus", "udp"), ((string?)report["codec"], (string?)report["protocol"]));
    }

    [ChromiumFact]
    public async Task Chromium_calls_by_TCP_where_UDP_is_blocked()
    {
        var report = await BrowseAsync(new RtcEndpointOptions { Listen = [IPAddress.Loopback] }, "?blocked=udp");

        AssertServed(report);
        Assert.Equal("tcp", (string?)report["protocol"]);
    }

    [ChromiumFact]
    public async Task Chromium_calls_with_G711()
    {
        var report = await BrowseAsync(new RtcEndpointOptions { Listen = [IPAddress.Loopback] }, "?codec=pcmu");

        AssertServed(report);
        Assert.Equal("audio/PCMU", (string?)report["codec"]);
    }

    [AiortcFact]
    public async Task Aiortc_calls_with_Opus()
    {
        await using var host = new TestHost(new RtcEndpointOptions { Listen = [IPAddress.Loopback] });
        using var peer = Start(AiortcFactAttribute.Program, [Path.Combine(AppContext.BaseDirectory, "Peers", "peer.py"), host.Address + "calls"]);
        try
        {
            var errors = peer.StandardError.ReadToEndAsync();
            var output = await peer.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            Assert.True(output.Length > 0, await errors);

            AssertServed(JsonSerializer.Deserialize<JsonObject>(output)!);
            Assert.Equal(RtcCloseReason.PeerClosed, await host.Calls.Single().Closing.WaitAsync(Patience));
        }
        finally
        {
            Stop(peer);
        }
    }

    private static async Task<JsonObject> BrowseAsync(RtcEndpointOptions options, string query)
    {
        await using var host = new TestHost(options);
        var profile = Directory.CreateTempSubdirectory("chromium-");
        using var browser = Start(ChromiumFactAttribute.Program, [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required", $"--user-data-dir={profile.FullName}", host.Address + query,
        ]);
        _ = Task.WhenAll(browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
        try
        {
            var report = await host.Report.WaitAsync(Patience);
            Assert.Empty(host.Faults);
            Assert.Equal(RtcCloseReason.PeerClosed, await host.Calls.Single().Closing.WaitAsync(Patience));
            return report;
        }
        finally
        {
            Stop(browser);
            profile.Delete(recursive: true);
        }
    }

    private static void AssertServed(JsonObject report)
    {
        Assert.Empty(report["errors"]!.AsArray());
        Assert.True((bool)report["largeCameBack"]!, "a large message came back changed");
        Assert.Equal(Enumerable.Range(0, 100), report["counted"]!.AsArray().Select(number => (int)number!));
        Assert.InRange((int)report["tone"]!["hertz"]!, 420, 460);
        Assert.InRange((int)report["tone"]!["decibels"]!, -40, 0);
        // Ten seconds were queued, some two were played.
        Assert.InRange((int)report["cleared"]!, 24_000 * 5, 24_000 * 10 - 12_000);
        Assert.InRange((int)report["microphone"]!["samples"]!, 24_000, 24_000 * 30);
        Assert.InRange((int)report["microphone"]!["loudest"]!, 1_000, 32_768);
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
