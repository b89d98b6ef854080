using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Latency.Bench;

/// <summary>One question asked by a client with a live microphone: 20 ms of audio every 20 ms, silence after the question.</summary>
internal static class SpokenTurn
{
    private const int FrameMs = 20;
    private const int FrameBytes = FrameMs * 48;

    public static async Task<TurnTimes> PlayAsync(Uri url, Question question)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(url, CancellationToken.None);
        using var done = new CancellationTokenSource();
        await SendAsync(socket, """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""");
        var spoken = new TaskCompletionSource<long>();
        var listening = ListenAsync(socket, spoken.Task, done);
        await SpeakAsync(socket, question, spoken, done.Token);
        return await listening;
    }

    /// <summary>Paced by the wall clock, frame by frame, as a sound card would.</summary>
    private static async Task SpeakAsync(ClientWebSocket socket, Question question, TaskCompletionSource<long> spoken, CancellationToken done)
    {
        var start = Stopwatch.GetTimestamp();
        for (var frame = 0; !done.IsCancellationRequested; frame++)
        {
            var wait = TimeSpan.FromMilliseconds(frame * FrameMs) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, CancellationToken.None);
            var from = Math.Min(frame * FrameBytes, question.Pcm.Length);
            var audio = new byte[FrameBytes];
            question.Pcm.AsSpan(from, Math.Min(FrameBytes, question.Pcm.Length - from)).CopyTo(audio);
            await SendAsync(socket, $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(audio)}}"}""");
            if (from + FrameBytes >= question.Pcm.Length)
                spoken.TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    private static async Task<TurnTimes> ListenAsync(ClientWebSocket socket, Task<long> spoken, CancellationTokenSource done)
    {
        var times = new Dictionary<string, long>();
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage);

            var type = JsonElement.Parse(buffer.AsSpan(0, length)).GetProperty("type").GetString()!;
            // A pause inside the question ends no turn that counts: the last of each is the one that was answered.
            if (type is "input_audio_buffer.speech_stopped" or "conversation.item.input_audio_transcription.completed")
                times[type] = Stopwatch.GetTimestamp();
            else
                times.TryAdd(type, Stopwatch.GetTimestamp());
            if (type == "error")
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
            if (type == "response.done")
                break;
        }

        await done.CancelAsync();
        var end = await spoken;
        return new TurnTimes(
            Since("input_audio_buffer.speech_stopped"),
            Since("conversation.item.input_audio_transcription.completed"),
            Since("response.output_audio_transcript.delta"),
            Since("response.output_audio.delta"));

        double Since(string type) => Stopwatch.GetElapsedTime(end, times[type]).TotalMilliseconds;
    }

    private static ValueTask SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
}
