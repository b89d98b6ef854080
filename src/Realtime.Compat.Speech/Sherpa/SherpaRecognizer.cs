using System.Globalization;
using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Speech to text, utterance by utterance: Whisper, Moonshine, SenseVoice, Parakeet and others of NeMo, Paraformer, Zipformer.</summary>
internal sealed unsafe class SherpaRecognizer : ISpeechRecognizer, IDisposable
{
    private const string LanguageSetting = "model_config.whisper.language";

    // Shorter audio has crashed some engines (sherpa-onnx issue 3685).
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private readonly InstalledModel _model;
    private readonly NativeConfig<OfflineRecognizerConfig> _config;
    private readonly HotWords? _hotWords;
    private readonly WorkMark? _mark;
    private readonly bool _choosesLanguage;
    private nint _recognizer;
    private string _language;

    /// <summary>Loads a model. May end the process: see <see cref="ModelTrial"/>.</summary>
    /// <param name="model">A checked model.</param>
    /// <param name="settings">Threads and provider.</param>
    /// <param name="mark">Set while native code runs; null in a trial.</param>
    /// <exception cref="EngineException">sherpa-onnx refuses it.</exception>
    public SherpaRecognizer(InstalledModel model, SherpaOptions settings, WorkMark? mark)
    {
        _model = model;
        _mark = mark;
        ThreadsPerCall = settings.EffectiveThreads;
        var values = model.Settings();
        var metadata = ModelCheck.Metadata(model);
        _hotWords = HotWords.For(model, values);
        _choosesLanguage = model.Engine.Name == "whisper" && metadata.GetValueOrDefault("is_multilingual") != "0";
        Languages = SpokenLanguages.Of(model, metadata);
        LongestUtterance = values.ContainsKey("model_config.moonshine.merged_decoder") ? MergedMoonshineLongest : model.Engine.Longest;

        _config = new NativeConfig<OfflineRecognizerConfig>();
        _config.Set("feat_config.sample_rate", SampleRateHz.ToString(CultureInfo.InvariantCulture));
        _config.Set("feat_config.feature_dim", "80");
        _config.Set("decoding_method", _hotWords is null ? "greedy_search" : "modified_beam_search");
        _config.Set("model_config.num_threads", ThreadsPerCall.ToString(CultureInfo.InvariantCulture));
        _config.Set("model_config.provider", settings.Provider);
        if (model.Engine.ModelType is { } type) _config.Set("model_config.model_type", type);
        if (model.Engine.Name == "sense_voice") _config.Set("model_config.sense_voice.use_itn", "1");
        foreach (var (path, value) in values) _config.Set(path, value);
        _language = values.GetValueOrDefault(LanguageSetting) ?? "";

        using (mark?.Enter()) _recognizer = SherpaFunctions.CreateOfflineRecognizer(_config.Pointer);
        if (_recognizer == 0) throw new EngineException($"sherpa-onnx refused the model '{model.Id}'.");
    }

    /// <inheritdoc/>
    public string Model => _model.Id;

    /// <inheritdoc/>
    public EngineStatus Status => EngineStatus.Ready;

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    public TimeSpan LongestUtterance { get; }

    /// <inheritdoc/>
    public int ThreadsPerCall { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages { get; }

    // Its text is empty for inputs beyond some 9 s (sherpa-onnx issues 3471, 3805, 3975).
    private static TimeSpan MergedMoonshineLongest => TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints)
    {
        if (!_model.Engine.TakesTurns) return Decode(samples, hints);
        lock (_turn)
        {
            if (_choosesLanguage) Choose(hints.Language ?? "");
            return Decode(samples, hints);
        }
    }

    /// <summary>Frees the model; nobody may be in <see cref="Recognize"/>.</summary>
    public void Dispose()
    {
        SherpaFunctions.DestroyOfflineRecognizer(Interlocked.Exchange(ref _recognizer, 0));
        _config.Dispose();
    }

    private RecognizedUtterance Decode(ReadOnlySpan<float> samples, RecognitionHints hints)
    {
        var length = TimeSpan.FromSeconds((double)samples.Length / SampleRateHz);
        if (length < Shortest)
        {
            var padded = new float[(int)(Shortest.TotalSeconds * SampleRateHz)];
            samples.CopyTo(padded);
            samples = padded;
        }

        using var busy = _mark?.Enter() ?? default;
        var stream = CreateStream(hints);
        nint json = 0;
        try
        {
            fixed (float* pointer = samples) SherpaFunctions.AcceptWaveformOffline(stream, SampleRateHz, pointer, samples.Length);
            SherpaFunctions.DecodeOfflineStream(_recognizer, stream);
            json = SherpaFunctions.GetOfflineStreamResultAsJson(stream);
            return SherpaResult.Read(json, length, hints.Language ?? (Languages.Count == 1 ? Languages.First() : null));
        }
        finally
        {
            if (json != 0) SherpaFunctions.DestroyOfflineStreamResultJson(json);
            SherpaFunctions.DestroyOfflineStream(stream);
        }
    }

    private nint CreateStream(RecognitionHints hints)
    {
        if (_hotWords?.Encode(hints.HotWords) is not { } words) return SherpaFunctions.CreateOfflineStream(_recognizer);

        var text = Marshal.StringToCoTaskMemUTF8(words);
        var stream = SherpaFunctions.CreateOfflineStreamWithHotwords(_recognizer, (byte*)text);
        Marshal.FreeCoTaskMem(text);
        return stream;
    }

    /// <summary>Sets the recogniser's language; empty lets it find out. A code it does not know would end the process.</summary>
    private void Choose(string language)
    {
        if (language == _language) return;
        if (language.Length > 0 && !Languages.Contains(language)) throw new EngineException($"'{Model}' does not understand the language '{language}'.");

        _config.Set(LanguageSetting, language);
        SherpaFunctions.OfflineRecognizerSetConfig(_recognizer, _config.Pointer);
        _language = language;
    }
}
