using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.OpenAI;

namespace Realtime.Compat.Latency.Bench;

/// <summary>
/// What the server adds to a spoken turn with all that is between it and its models: HTTP clients, JSON, event streams, failover, PCM framing, while server-side
/// voice activity detection hears every microphone all the time. Nothing is subtracted: the stand-in servers' own HTTP, on the same machine, is in the figures.
/// </summary>
internal static class HttpOverhead
{
    /// <summary>What everything that is not a model may add between two stages, 99 times of a hundred.</summary>
    public const double LimitMs = 5;

    private const int FrameMs = 20;
    private const int FrameBytes = FrameMs * 48;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs it.</summary>
    /// <returns>Whether every stage held <see cref="LimitMs"/>.</returns>
    public static async Task<bool> RunAsync(int sessions, int turns, Question question, TextWriter output)
    {
        await using var models = await InstantServers.StartAsync();
        using var chat = new FailoverChatClient([new OpenAIChatClient(Chat(models)), new OpenAIChatClient(Chat(models))]);
        using var ears = SpeechClients.SpeechToText(Speech(models));
        using var voice = SpeechClients.TextToSpeech(Speech(models));
        await using var server = await BenchServer.StartAsync(chat, ears, voice, options => options.SpeculateTranscription = false);
        var turnMs = question.SpeechMs + 1000;
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(session => TalkAsync(server.Url, models, question, turns, turnMs * session / sessions)));

        output.WriteLine($"\n## {sessions} session{(sessions == 1 ? "" : "s")}, {turns} turns each, microphones open, HTTP to stand-in servers");
        output.WriteLine("\n| From … to, ms | p50 | p95 | p99 |\n|---|---:|---:|---:|");
        var holds = true;
        foreach (var (from, to) in (IEnumerable<(string, string)>)[("transcript", "chat asked"), ("clause", "speech asked"), ("speech", "delta")])
        {
            // The first turn of each session opens connections.
            var times = Overhead.Between(models.Times, from, to, warmUp: sessions);
            StageTable.Print(output, $"{from} … {to}", times);
            holds &= StageTable.At(times, 0.99) <= LimitMs;
        }

        return holds;
    }

    private static ChatBackendOptions Chat(InstantServers models) => new() { Provider = "openai", Url = models.Url, Model = "m" };

    private static SpeechBackendOptions Speech(InstantServers models) => new() { Url = models.Url, Fallbacks = { new SpeechFallbackOptions { Url = models.Url } } };

    private static async Task TalkAsync(Uri url, InstantServers models, Question question, int turns, int startMs)
    {
        await Task.Delay(startMs);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, CancellationToken.None);
        await SendAsync(socket, """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"},"turn_detection":{"type":"server_vad","silence_duration_ms":300}}}}}""");
        using var done = new CancellationTokenSource();
        var ask = new SemaphoreSlim(1);
        var speaking = SpeakAsync(socket, question, ask, done.Token);
        var buffer = new byte[256 * 1024];
        for (var turn = 0; turn < turns; turn++)
        {
            await Overhead.ListenAsync(socket, models.Times, buffer);
            await Task.Delay(Pause);
            ask.Release();
        }

        await done.CancelAsync();
        await speaking;
    }

    /// <summary>20 ms of audio every 20 ms: the question when it is its time, else silence.</summary>
    private static async Task SpeakAsync(ClientWebSocket socket, Question question, SemaphoreSlim ask, CancellationToken done)
    {
        var frames = Frames(question);
        var silence = Append(new byte[FrameBytes]);
        var start = Stopwatch.GetTimestamp();
        var at = frames.Count;
        for (var frame = 0; !done.IsCancellationRequested; frame++)
        {
            var wait = TimeSpan.FromMilliseconds(frame * FrameMs) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, CancellationToken.None);
            if (at == frames.Count && ask.Wait(0, CancellationToken.None))
                at = 0;
            await socket.SendAsync(at < frames.Count ? frames[at++] : silence, WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    private static List<ReadOnlyMemory<byte>> Frames(Question question) =>
        [.. Enumerable.Range(0, question.Pcm.Length / FrameBytes).Select(frame => Append(question.Pcm.AsSpan(frame * FrameBytes, FrameBytes)))];

    private static ReadOnlyMemory<byte> Append(ReadOnlySpan<byte> pcm) =>
        Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");

    private static ValueTask SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
}
