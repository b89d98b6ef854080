using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Latency.Bench;

/// <summary>What the server itself adds to a turn: everything between backends that take no time, seen from them and from the client.</summary>
internal static class Overhead
{
    private const int PauseMs = 250;

    public static async Task RunAsync(int sessions, int turns, TextWriter output)
    {
        var backends = new InstantBackends();
        await using var server = await BenchServer.StartAsync(backends, backends, backends);
        // All sessions at work, spread over the pause between two turns of one of them, as talkers are.
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(session => TalkAsync(server.Url, backends, turns, PauseMs * session / sessions)));

        output.WriteLine($"\n## {sessions} session{(sessions == 1 ? "" : "s")}, {turns} turns each, a turn every {PauseMs} ms");
        output.WriteLine("\n| From … to, ms | p50 | p95 | p99 |\n|---|---:|---:|---:|");
        foreach (var (from, to) in (IEnumerable<(string, string)>)[("transcript", "chat asked"), ("clause", "speech asked"), ("speech", "delta")])
            StageTable.Print(output, $"{from} … {to}", Between(backends.Times, from, to, warmUp: sessions));
    }

    /// <summary>Ms from one point to another, of each turn that passed both; without the first ones.</summary>
    public static List<double> Between(ConcurrentDictionary<(int Turn, string Point), long> times, string from, string to, int warmUp) =>
        [.. times.Where(time => time.Key.Point == to && time.Key.Turn > warmUp && times.ContainsKey((time.Key.Turn, from)))
            .Select(time => Stopwatch.GetElapsedTime(times[(time.Key.Turn, from)], time.Value).TotalMilliseconds)];

    private static async Task TalkAsync(Uri url, InstantBackends backends, int turns, int startMs)
    {
        await Task.Delay(startMs);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, CancellationToken.None);
        await SendAsync(socket, """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}}""");
        var audio = $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[48 * 200])}}"}""";
        var buffer = new byte[256 * 1024];
        for (var turn = 0; turn < turns; turn++)
        {
            await SendAsync(socket, audio);
            await SendAsync(socket, """{"type":"input_audio_buffer.commit"}""");
            await SendAsync(socket, """{"type":"response.create"}""");
            await ListenAsync(socket, backends.Times, buffer);
            await Task.Delay(PauseMs);
        }
    }

    /// <summary>Listens to one answer. The time of a delta is that of its arrival; which turn it belongs to, the words ahead of it tell.</summary>
    public static async Task ListenAsync(ClientWebSocket socket, ConcurrentDictionary<(int Turn, string Point), long> times, byte[] buffer)
    {
        for (var turn = 0; ;)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage);

            var now = Stopwatch.GetTimestamp();
            var json = JsonElement.Parse(buffer.AsSpan(0, length));
            switch (json.GetProperty("type").GetString())
            {
                case "response.output_audio_transcript.delta" when turn == 0:
                    turn = InstantBackends.TurnIn(json.GetProperty("delta").GetString()!);
                    break;
                case "response.output_audio.delta":
                    times.TryAdd((turn, "delta"), now);
                    break;
                case "error":
                    throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
                case "response.done":
                    return;
            }
        }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
}
