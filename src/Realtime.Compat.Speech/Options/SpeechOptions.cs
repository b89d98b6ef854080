namespace Realtime.Compat.Speech.Options;

/// <summary>Settings of the worker: section <c>Speech</c> of the configuration, <c>--Speech:…</c> on the command line.</summary>
internal sealed class SpeechOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Speech";

    /// <summary>Most bytes of an uploaded recording, 1…268,435,456. OpenAI takes 25 MiB.</summary>
    public int MaxAudioBytes { get; set; } = 25 << 20;

    /// <summary>Longest recording in seconds, 1…3,600.</summary>
    public int MaxAudioSeconds { get; set; } = 300;

    /// <summary>Longest text to speak in characters (UTF-16 code units), 1…100,000. OpenAI takes 4,096.</summary>
    public int MaxInputCharacters { get; set; } = 4096;

    /// <summary>Recognition threads, each with a decoder of its own made when first needed; 0 means one a core. 0…64.</summary>
    public int RecognitionThreads { get; set; }

    /// <summary>Transcriptions that may wait for a free thread; the next one is answered 429. 0…1,000.</summary>
    public int MaxWaitingTranscriptions { get; set; } = 16;

    /// <summary>Texts spoken at one time, clause by clause in turn; the next one is answered 429. 1…1,000.</summary>
    public int MaxSpeechRequests { get; set; } = 64;

    /// <summary>English speech to text.</summary>
    public PocketSphinxOptions PocketSphinx { get; set; } = new();

    /// <summary>English text to speech.</summary>
    public FliteOptions Flite { get; set; } = new();

    /// <summary>Text to speech in every other language.</summary>
    public EspeakOptions Espeak { get; set; } = new();

    /// <summary>Recognition threads to start, at least 1.</summary>
    public int EffectiveRecognitionThreads => RecognitionThreads > 0 ? RecognitionThreads : Environment.ProcessorCount;
}
