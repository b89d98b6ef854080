using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.PushToTalk;

/// <summary>What there is to see. Written by the conversation, read by the screen; each field stands for itself.</summary>
internal sealed class TalkView
{
    /// <summary>Where the server is.</summary>
    public required string Server { get; init; }

    /// <summary>Whether the server hears where a turn ends.</summary>
    public required bool IsHandsFree { get; init; }

    /// <summary>Id of the session.</summary>
    public string SessionId { get; set; } = "";

    /// <summary>Model and voice, as the server has them.</summary>
    public string ServedBy { get; set; } = "";

    /// <summary>Whether the microphone is on.</summary>
    public bool IsRecording { get; set; }

    /// <summary>Whether the server hears speech.</summary>
    public bool IsHeard { get; set; }

    /// <summary>Whether an answer is being made.</summary>
    public bool IsAnswering { get; set; }

    /// <summary>Asks whether an answer is being played.</summary>
    public Func<bool> Plays { get; set; } = () => false;

    /// <summary>Whether an answer is being played.</summary>
    public bool IsPlaying => Plays();

    /// <summary>Loudness of the user, in dB below full scale.</summary>
    public double MicrophoneDb { get; set; } = Loudness.FloorDb;

    /// <summary>Loudness of the answer, in dB below full scale.</summary>
    public double LoudspeakerDb { get; set; } = Loudness.FloorDb;

    /// <summary>What the server understood.</summary>
    public string Heard { get; set; } = "";

    /// <summary>What the assistant says.</summary>
    public string Said { get; set; } = "";

    /// <summary>How long the last turn took.</summary>
    public string Timings { get; set; } = "";

    /// <summary>Something to tell: an error, a hint.</summary>
    public string Note { get; set; } = "";
}
