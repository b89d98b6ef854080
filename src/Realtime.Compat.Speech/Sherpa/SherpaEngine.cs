using Realtime.Compat.Speech.Sherpa.Native;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>A family of models that sherpa-onnx runs, or the ONNX Runtime that it brings, and what has to be known about it.</summary>
/// <param name="Name">As in <c>engine</c> of a manifest.</param>
/// <param name="Kind"><c>stt</c>, <c>tts</c>, <c>turn</c> or <c>denoise</c>.</param>
/// <param name="IsStreaming">It listens piece by piece.</param>
/// <param name="Files">The settings that must name files; one of these sets must be complete.</param>
internal sealed record SherpaEngine(string Name, string Kind, bool IsStreaming, IReadOnlyList<string[]> Files)
{
    /// <summary>The library that runs models which hear and speak.</summary>
    public const string SherpaOnnx = "sherpa-onnx";

    private const string OnnxRuntime = "ONNX Runtime";
    private const string Transducer = "model_config.transducer.";

    // Names of settings that hold paths, wherever they stand.
    private static readonly HashSet<string> FileSettings = new(StringComparer.Ordinal)
    {
        "encoder", "decoder", "joiner", "model", "tokens", "bpe_vocab", "preprocessor", "uncached_decoder", "cached_decoder", "merged_decoder",
        "voices", "data_dir", "dict_dir", "lexicon", "vocoder", "acoustic_model", "rule_fsts", "rule_fars",
    };

    /// <summary>What runs it, for people.</summary>
    public string Library { get; init; } = SherpaOnnx;

    /// <summary>The settings of a model by its metadata's <c>model_type</c>; sherpa-onnx works most of them out itself.</summary>
    public string? ModelType { get; init; }

    /// <summary>Longest audio of one call. Beyond it Whisper drops words and the others take memory without bound (3 GB at 31 s, issue 1571).</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(28);

    /// <summary>Calls of one model exclude each other: the language belongs to the recogniser, not to the call.</summary>
    public bool TakesTurns { get; init; }

    /// <summary>Metadata the model's first file must have, or sherpa-onnx would end the process.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>All engines.</summary>
    public static IReadOnlyList<SherpaEngine> All { get; } =
    [
        new("whisper", "stt", false, [["model_config.whisper.encoder", "model_config.whisper.decoder", "model_config.tokens"]])
        {
            TakesTurns = true,
            Metadata = ["n_mels", "n_text_layer", "n_text_ctx", "n_text_state", "n_vocab", "sot", "eot", "is_multilingual", "no_timestamps", "sot_sequence"],
        },
        new("moonshine", "stt", false,
        [
            ["model_config.moonshine.preprocessor", "model_config.moonshine.encoder", "model_config.moonshine.uncached_decoder", "model_config.moonshine.cached_decoder", "model_config.tokens"],
            ["model_config.moonshine.encoder", "model_config.moonshine.merged_decoder", "model_config.tokens"],
        ]),
        new("sense_voice", "stt", false, [["model_config.sense_voice.model", "model_config.tokens"]])
        {
            Metadata = ["vocab_size", "lfr_window_size", "lfr_window_shift", "normalize_samples", "neg_mean", "inv_stddev"],
        },
        new("nemo_transducer", "stt", false, [[Transducer + "encoder", Transducer + "decoder", Transducer + "joiner", "model_config.tokens"]])
        {
            ModelType = "nemo_transducer",
            Metadata = ["vocab_size", "subsampling_factor", "pred_rnn_layers", "pred_hidden"],
        },
        new("nemo_ctc", "stt", false, [["model_config.nemo_ctc.model", "model_config.tokens"]]) { Metadata = ["vocab_size", "subsampling_factor"] },
        new("paraformer", "stt", false, [["model_config.paraformer.model", "model_config.tokens"]])
        {
            Metadata = ["vocab_size", "lfr_window_size", "lfr_window_shift", "neg_mean", "inv_stddev"],
        },
        new("zipformer", "stt", false,
        [
            [Transducer + "encoder", Transducer + "decoder", Transducer + "joiner", "model_config.tokens"],
            ["model_config.zipformer_ctc.model", "model_config.tokens"],
        ]),
        new("streaming_zipformer", "stt", true,
        [
            [Transducer + "encoder", Transducer + "decoder", Transducer + "joiner", "model_config.tokens"],
            ["model_config.zipformer2_ctc.model", "model_config.tokens"],
        ]),
        new("streaming_paraformer", "stt", true, [["model_config.paraformer.encoder", "model_config.paraformer.decoder", "model_config.tokens"]])
        {
            Metadata = ["vocab_size", "lfr_window_size", "lfr_window_shift", "encoder_output_size", "decoder_num_blocks", "decoder_kernel_size", "neg_mean", "inv_stddev"],
        },
        new("kokoro", "tts", false, [["model.kokoro.model", "model.kokoro.voices", "model.kokoro.tokens", "model.kokoro.data_dir"]])
        {
            Metadata = ["sample_rate", "n_speakers", "has_espeak", "speaker_names", "style_dim"],
        },
        new("vits", "tts", false, [["model.vits.model", "model.vits.tokens"]]) { Metadata = ["sample_rate", "n_speakers", "language", "comment"] },
        new("matcha", "tts", false, [["model.matcha.acoustic_model", "model.matcha.tokens"]])
        {
            Metadata = ["sample_rate", "n_speakers", "use_eos_bos", "pad_id"],
        },
        new("kitten", "tts", false, [["model.kitten.model", "model.kitten.voices", "model.kitten.tokens", "model.kitten.data_dir"]])
        {
            Metadata = ["model_type", "sample_rate", "n_speakers", "has_espeak", "speaker_names", "style_dim"],
        },
        new("smart_turn", "turn", false, [["model"]]) { Library = OnnxRuntime },
        new("gtcrn", "denoise", false, [["model.gtcrn.model"]])
        {
            Metadata =
            [
                "model_type", "sample_rate", "n_fft", "hop_length", "window_length", "window_type", "version", "conv_cache_shape", "tra_cache_shape", "inter_cache_shape",
            ],
        },
    ];

    /// <summary>The engine of that name, or null.</summary>
    public static SherpaEngine? Find(string name) => All.FirstOrDefault(engine => engine.Name == name);

    /// <summary>Whether a setting names a file or folder, or several.</summary>
    public static bool IsFile(string path) => FileSettings.Contains(path[(path.LastIndexOf('.') + 1)..]);

    /// <summary>A setting's full path, whether or not the manifest wrote <c>model_config.</c> or <c>model.</c> before it; null for one that does not exist.</summary>
    public string? SettingPath(string name)
    {
        var prefix = Kind == "stt" ? "model_config." : "model.";
        return new[] { prefix + name, name }.FirstOrDefault(Has);
    }

    private bool Has(string path) =>
        Kind == "turn" ? path == "model"
        : Kind == "tts" ? NativeConfig<OfflineTtsConfig>.Has(path)
        : Kind == "denoise" ? NativeConfig<OfflineSpeechDenoiserConfig>.Has(path)
        : IsStreaming ? NativeConfig<OnlineRecognizerConfig>.Has(path)
        : NativeConfig<OfflineRecognizerConfig>.Has(path);
}
