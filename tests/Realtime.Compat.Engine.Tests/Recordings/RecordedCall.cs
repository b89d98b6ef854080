using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>A session with Silero's ears whose microphone stands in a <see cref="Room"/>; audio time and wall time pass together.</summary>
internal static class RecordedCall
{
    private static readonly Lazy<Func<IVoiceActivityDetector>> Silero = new(() =>
    {
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        return () => new SileroVoiceActivityDetector(model);
    });

    /// <summary>A session that does not answer.</summary>
    public static Task<TestSession> ListeningAsync(Func<SessionConfiguration, SessionConfiguration>? configure = null) => TestSession.StartAsync(
        configure ?? (c => c with { TurnDetection = new ServerVad { CreateResponse = false } }), detector: Silero.Value);

    /// <summary>A session whose answer, all of it sent, begins to play now.</summary>
    public static async Task<TestSession> AnsweringAsync(float[] answer, TurnTakingOptions? options = null)
    {
        var session = await TestSession.StartAsync(turnTaking: options, detector: Silero.Value);
        session.TextToSpeech.Recording = Room.ToPcm(answer);
        session.Chat.Reply("Long ago.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();
        return session;
    }

    /// <summary>Lets the microphone hear all of it, in real time by the session's clock.</summary>
    public static async Task HearAsync(this TestSession session, Room room, AudioFormat format = AudioFormat.Pcm16)
    {
        foreach (var frame in room.Frames(format))
        {
            session.Clock.AdvanceMs(20);
            await session.AppendAsync(frame);
            // In step: what was said must not be heard before its time has come.
            await session.SettleAsync();
        }
    }

    /// <summary>Events of a kind so far.</summary>
    public static List<T> All<T>(this TestSession session)
        where T : ServerEvent => [.. session.Log.OfType<T>()];
}
