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

    /// <summary>Utterances recognised at one time; 0 means as many as the cores allow. 0…64.</summary>
    public int RecognitionThreads { get; set; }

    /// <summary>Transcriptions that may wait for a free thread; the next one is answered 429. 0…1,000.</summary>
    public int MaxWaitingTranscriptions { get; set; } = 16;

    /// <summary>Transcriptions of audio that is still being spoken, at one time; the next one is answered 429. 1…10,000.</summary>
    public int MaxLiveTranscriptions { get; set; } = 64;

    /// <summary>Texts spoken at one time, clause by clause in turn; the next one is answered 429. 1…1,000.</summary>
    public int MaxSpeechRequests { get; set; } = 64;

    /// <summary>Where downloaded models lie, each in a folder of its name with a <c>model.json</c>; null or empty for none.</summary>
    public string? ModelsDirectory { get; set; }

    /// <summary>Which downloaded model hears.</summary>
    public StageOptions SpeechToText { get; set; } = new();

    /// <summary>Which downloaded model speaks.</summary>
    public StageOptions TextToSpeech { get; set; } = new();

    /// <summary>Which downloaded model judges whether a speaker is done.</summary>
    public StageOptions Turns { get; set; } = new();

    /// <summary>Which downloaded model takes noise out of speech.</summary>
    public StageOptions NoiseReduction { get; set; } = new();

    /// <summary>What runs downloaded models.</summary>
    public SherpaOptions Sherpa { get; set; } = new();

    /// <summary>English speech to text.</summary>
    public PocketSphinxOptions PocketSphinx { get; set; } = new();

    /// <summary>English text to speech.</summary>
    public FliteOptions Flite { get; set; } = new();

    /// <summary>Text to speech in every other language.</summary>
    public EspeakOptions Espeak { get; set; } = new();

    /// <summary>Absolute path of the models; null for none.</summary>
    public string? ModelsPath => string.IsNullOrWhiteSpace(ModelsDirectory) ? null : Path.GetFullPath(ModelsDirectory);

    /// <summary>How many utterances to recognise at one time, at least 1.</summary>
    /// <param name="threadsPerCall">Processor threads each takes.</param>
    public int RecognitionsAtOnce(int threadsPerCall) =>
        RecognitionThreads > 0 ? RecognitionThreads : Math.Max(1, Environment.ProcessorCount / threadsPerCall);
}
