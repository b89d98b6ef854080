using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

/// <summary>How a session starts.</summary>
public sealed record SessionSetup
{
    /// <summary>Configuration in effect from <c>session.created</c> on.</summary>
    public required SessionConfiguration Configuration { get; init; }

    /// <summary>Longest session, as the message at its end names it. <see cref="SessionConfiguration.ExpiresAt"/> must agree.</summary>
    public TimeSpan MaxLength { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// Whether the model reads of an interrupted answer only what was probably played by then. False for OpenAI's literal behaviour on a
    /// WebSocket: everything sent counts as heard until the client truncates.
    /// </summary>
    public bool HistoryHoldsWhatWasHeard { get; init; } = true;

    /// <summary>
    /// Whether transcription starts when a turn may have ended, during its closing silence. The answer then comes sooner by as long as
    /// transcription takes, at most the silence less 200 ms; a speaker who goes on after a pause costs a transcription for nothing.
    /// </summary>
    public bool SpeculatesTranscription { get; init; } = true;

    /// <summary>What responses may use in a minute, perhaps together with those of other sessions; null for any amount, and then nothing is reported.</summary>
    public RateLimiter? RateLimits { get; init; }

    /// <summary>
    /// Most audio that <c>conversation.item.retrieved</c> gives back, in bytes of the item's format; longer audio is left out of it. Default
    /// 720 KiB, 15 seconds of PCM16: in base64, with all else, that stays below the 1 MiB at which Python's clients close the connection.
    /// </summary>
    public int MaxRetrievedAudioBytes { get; init; } = 720 << 10;

    /// <summary>How turns are taken beyond what the client may set.</summary>
    public TurnTakingOptions TurnTaking { get; init; } = new();

    /// <summary>
    /// Most audio that is sent ahead of real time; zero for no limit. A short lead leaves little to throw away when the user interrupts; a
    /// client that records answers rather than playing them waits for long ones.
    /// </summary>
    public TimeSpan AudioLead { get; init; }

    /// <summary>Whether <c>response.done</c> tells in its metadata how long each stage took.</summary>
    public bool ReportsTimings { get; init; }

    /// <summary>
    /// Plays the answers' audio, on a call: no <c>response.output_audio.delta</c> is sent then, <c>output_audio_buffer.*</c> events are, and
    /// audio is 24 kHz PCM16 both ways whatever the client configures. Null when the client plays it.
    /// </summary>
    public IPlayback? Playback { get; init; }

    /// <summary>Whether the loop runs on the thread of whoever posts to it: a simulation is repeatable then.</summary>
    internal bool RunsOnCallersThread { get; init; }

    /// <summary>Most audio that may wait in the input buffer without being committed. Default 15 minutes, 43 MB of PCM16.</summary>
    public TimeSpan MaxBufferedAudio { get; init; } = TimeSpan.FromMinutes(15);
}
