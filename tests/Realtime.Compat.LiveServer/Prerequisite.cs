namespace Realtime.Compat.LiveServer;

/// <summary>Something outside the checkout that a test needs.</summary>
public enum Prerequisite
{
    /// <summary>The weights of the voice activity detector, from npm: without them the server does not start.</summary>
    Weights,

    /// <summary>The recogniser and the English voice, from Debian's packages.</summary>
    EnglishSpeech,

    /// <summary>What runs downloaded models, from npm.</summary>
    SherpaOnnx,

    /// <summary>The voice of other languages, from Debian's packages.</summary>
    OtherVoices,

    /// <summary>Node.js and the official client, from npm.</summary>
    NodeClient,

    /// <summary>Linux's /proc, to find the worker's process.</summary>
    Proc,

    /// <summary>The published schema of all events, and the checker.</summary>
    Schema,

    /// <summary>Recordings of people, in the shared data.</summary>
    Recordings,

    /// <summary>A decoder of MP3: mpg123.</summary>
    Mpg123,

    /// <summary>Debian's Chromium, and what drives it from npm.</summary>
    Chromium,

    /// <summary>aiortc, from Debian's packages.</summary>
    Aiortc,

    /// <summary>Sound without a card: PortAudio and ALSA's configuration.</summary>
    Sound,

    /// <summary>A terminal without a screen: tmux.</summary>
    Terminal,

    /// <summary>What people type commands to: bash, curl, and a terminal (script).</summary>
    Shell,

    /// <summary>A machine without a sound card, to see what is said there.</summary>
    NoSoundCard,
}
