using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>Speech of the user: its audio, and what became of its transcription.</summary>
internal sealed class Utterance(ReadOnlyMemory<byte> audio, AudioFormat format)
{
    /// <summary>The audio, in the input format of its time.</summary>
    public ReadOnlyMemory<byte> Audio { get; } = audio;

    /// <summary>Format of <see cref="Audio"/>.</summary>
    public AudioFormat Format { get; } = format;

    /// <summary>Length of the audio.</summary>
    public TimeSpan Duration => TimeSpan.FromMilliseconds((double)Audio.Length / Format.BytesPerMs());

    /// <summary>Where the microphone stood, so that noise can be taken out; null to leave the audio as it is.</summary>
    public NoiseReduction? NoiseReduction { get; init; }

    /// <summary>Timestamp of its commit, from which the answer's latency counts.</summary>
    public long? CommittedAt { get; init; }

    /// <summary>Whether the client wants transcription events for it.</summary>
    public required bool ReportTranscription { get; init; }

    /// <summary>Silence after the last speech until the turn counted as over, in ms of audio; null when the client ended the turn.</summary>
    public double? ClosingSilenceMs { get; set; }

    /// <summary>Words sent so far in deltas.</summary>
    public string Reported { get; set; } = "";

    /// <summary>Whether they are those of an engine that followed the speech: then another's pieces would say them twice.</summary>
    public bool ReportsLive { get; set; }

    /// <summary>How the transcription ended; null while it runs.</summary>
    public TranscriptionOutcome? Outcome { get; set; }
}
