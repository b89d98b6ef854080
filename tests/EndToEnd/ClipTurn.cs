using System.Diagnostics;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>What came of speaking one clip to the server.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Turns">Turns that the server made of it.</param>
/// <param name="Heard">What it understood, all turns together.</param>
/// <param name="Answer">What it said to the last turn, as its transcript has it.</param>
/// <param name="AnswerAudio">The same as audio.</param>
/// <param name="Latency">From the clip's last sound to the first audio of the last answer.</param>
public sealed record ClipTurn(Clip Clip, int Turns, string Heard, string Answer, byte[] AnswerAudio, TimeSpan Latency)
{
    /// <summary>Silence after the clip: as long as a person waits for an answer to begin.</summary>
    private const int SilenceAfterMs = 1500;

    /// <summary>Speaks a clip in real time, and waits for all answers.</summary>
    /// <param name="server">The server.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="silenceMs"><c>silence_duration_ms</c>.</param>
    /// <param name="log">Takes the events.</param>
    public static async Task<ClipTurn> TakeAsync(RunningServer server, Clip clip, int silenceMs, EventLog log)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(server.SessionUrl(), log);
        var vad = new { type = "server_vad", silence_duration_ms = silenceMs };
        await socket.SendAsync(new { type = "session.update", session = new { type = "realtime", audio = new { input = new { turn_detection = vad, transcription = new { model = "whisper-1" } } } } });
        await socket.NextAsync("session.updated");

        var spoke = await Microphone.SpeakAsync(socket, (byte[])[.. clip.Pcm, .. Pcm.Silence(SilenceAfterMs)], LiveServer.Pcm.EndOfSpeech(clip.Pcm));
        // What follows comes after all that the audio caused: the session handles its inputs in order.
        await socket.SendAsync(new { type = "input_audio_buffer.clear" });
        await socket.NextAsync("input_audio_buffer.cleared");
        var turns = Count(socket, "input_audio_buffer.committed");
        while (Count(socket, "conversation.item.input_audio_transcription.completed") < turns || !IsAnswered(socket.Events))
            await socket.NextAsync(received => received.Type is "response.done" or "conversation.item.input_audio_transcription.completed", "the end of an answer");

        return From(clip, turns, socket.Events, spoke);
    }

    /// <summary>Whether what was said last is answered: turns without words are not, and several may be by one response.</summary>
    private static bool IsAnswered(IReadOnlyList<ReceivedEvent> events)
    {
        var types = events.Select(received => received.Type == "conversation.item.input_audio_transcription.completed" && received["transcript"].Length == 0 ? "" : received.Type).ToList();
        return types.LastIndexOf("conversation.item.input_audio_transcription.completed") < types.LastIndexOf("response.created")
            && types.Count(type => type == "response.created") == types.Count(type => type == "response.done");
    }

    private static ClipTurn From(Clip clip, int turns, IReadOnlyList<ReceivedEvent> events, long spoke)
    {
        var last = events.LastOrDefault(received => received.Type == "response.done")?["response.id"];
        var audio = events.Where(received => received.Type == "response.output_audio.delta" && received["response_id"] == last).ToList();
        var heard = events.Where(received => received.Type == "conversation.item.input_audio_transcription.completed").Select(received => received["transcript"]);
        var said = events.Where(received => received.Type == "response.output_audio_transcript.done" && received["response_id"] == last).Select(received => received["transcript"]);
        return new ClipTurn(
            clip,
            turns,
            string.Join(' ', heard),
            string.Concat(said),
            [.. audio.SelectMany(received => Convert.FromBase64String(received["delta"]))],
            audio.Count > 0 ? Stopwatch.GetElapsedTime(spoke, audio[0].At) : TimeSpan.MaxValue);
    }

    private static int Count(RealtimeSocket socket, string type) => socket.Events.Count(received => received.Type == type);
}
