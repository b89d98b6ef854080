namespace Realtime.Compat.Backends;

/// <summary>Whether speech is transcribed while it is spoken, by a server that offers it (our speech worker).</summary>
public enum LiveTranscription
{
    /// <summary>Where the server's recogniser follows speech by itself.</summary>
    Auto,

    /// <summary>Also where the server hears the growing utterance again and again, which takes up to half of its time for each speaker.</summary>
    Always,

    /// <summary>Never: utterances are transcribed whole.</summary>
    Never,
}
