using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>The sample: an app that serves the Realtime API with models of its own.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LiveFact]
    public async Task An_app_that_embeds_the_server_answers_by_its_own_models()
    {
        await using var app = new ChildProcess(
            "dotnet",
            [Checkout.Built("samples", "Embedded", "Embedded"), "--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string?> { ["ASPNETCORE_URLS"] = null },
            Path.Combine(Checkout.Root, "samples", "Embedded"));
        const string listening = "Now listening on: ";
        var line = await app.LineAsync(text => text.Contains(listening, StringComparison.Ordinal), Patience);
        var url = new UriBuilder(line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..]) { Scheme = "ws", Path = "/v1/realtime", Query = "model=mine" }.Uri;
        var logs = Directory.CreateTempSubdirectory("realtime-sample-");
        await using (var socket = await RealtimeSocket.ConnectAsync(url, new EventLog(logs.FullName, "sample", "ga")))
        {
            await socket.AskAsync("Hello there!");
            var done = await socket.NextAsync("response.done");

            Assert.Equal("completed", done["response.status"]);
            Assert.Equal("You said: Hello there!", string.Concat(socket.Events.Where(e => e.Type == "response.output_audio_transcript.delta").Select(e => e["delta"])).Trim());
            Assert.Contains(socket.Events, e => e.Type == "response.output_audio.delta");
        }

        logs.Delete(recursive: true);
    }
}
