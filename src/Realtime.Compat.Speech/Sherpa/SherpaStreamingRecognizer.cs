using System.Globalization;
using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Speech to text while it is spoken: streaming Zipformer (and NeMo's streaming transducers) and streaming Paraformer.</summary>
internal sealed unsafe class SherpaStreamingRecognizer : ISpeechRecognizer, IDisposable
{
    // The last words appear only once a whole chunk of the model is filled: 0.45 s of silence for most, 1.44 s for Kroko's.
    private const double MostTailSeconds = 3;
    private const double TailMarginSeconds = 0.2;

    private readonly InstalledModel _model;
    private readonly HotWords? _hotWords;
    private readonly WorkMark? _mark;
    private readonly float[] _tail;
    private nint _recognizer;

    /// <summary>Loads a model. May end the process: see <see cref="ModelTrial"/>.</summary>
    /// <param name="model">A checked model.</param>
    /// <param name="settings">Threads and provider.</param>
    /// <param name="mark">Set while native code runs; null in a trial.</param>
    /// <exception cref="EngineException">sherpa-onnx refuses it.</exception>
    public SherpaStreamingRecognizer(InstalledModel model, SherpaOptions settings, WorkMark? mark)
    {
        _model = model;
        _mark = mark;
        ThreadsPerCall = settings.EffectiveThreads;
        var values = model.Settings();
        _hotWords = HotWords.For(model, values);
        Languages = SpokenLanguages.Of(model, ModelCheck.Metadata(model));

        using var config = new NativeConfig<OnlineRecognizerConfig>();
        config.Set("feat_config.sample_rate", SampleRateHz.ToString(CultureInfo.InvariantCulture));
        config.Set("feat_config.feature_dim", "80");
        config.Set("decoding_method", _hotWords is null ? "greedy_search" : "modified_beam_search");
        config.Set("model_config.num_threads", ThreadsPerCall.ToString(CultureInfo.InvariantCulture));
        config.Set("model_config.provider", settings.Provider);
        foreach (var (path, value) in values) config.Set(path, value);

        using (mark?.Enter())
        {
            _recognizer = SherpaFunctions.CreateOnlineRecognizer(config.Pointer);
            if (_recognizer == 0) throw new EngineException($"sherpa-onnx refused the model '{model.Id}'.");
            _tail = new float[(int)((MeasureChunk() + TailMarginSeconds) * SampleRateHz)];
        }
    }

    /// <inheritdoc/>
    public string Model => _model.Id;

    /// <inheritdoc/>
    public EngineStatus Status => EngineStatus.Ready;

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    public TimeSpan LongestUtterance => _model.Engine.Longest;

    /// <inheritdoc/>
    public int ThreadsPerCall { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints)
    {
        using var stream = new Stream(this, hints);
        stream.Accept(samples);
        return stream.Finish();
    }

    /// <inheritdoc/>
    public ILiveRecognition Listen(RecognitionHints hints) => new Stream(this, hints);

    /// <summary>Frees the model; no stream of it may be in use.</summary>
    public void Dispose() => SherpaFunctions.DestroyOnlineRecognizer(Interlocked.Exchange(ref _recognizer, 0));

    /// <summary>How much silence fills a chunk, in seconds.</summary>
    private double MeasureChunk()
    {
        const int stepsPerSecond = 100;
        var step = new float[SampleRateHz / stepsPerSecond];
        var stream = SherpaFunctions.CreateOnlineStream(_recognizer);
        var steps = 0;
        while (steps < MostTailSeconds * stepsPerSecond && SherpaFunctions.IsOnlineStreamReady(_recognizer, stream) == 0)
        {
            fixed (float* pointer = step) SherpaFunctions.OnlineStreamAcceptWaveform(stream, SampleRateHz, pointer, step.Length);
            steps++;
        }

        SherpaFunctions.DestroyOnlineStream(stream);
        return (double)steps / stepsPerSecond;
    }

    private nint CreateStream(RecognitionHints hints)
    {
        if (_hotWords?.Encode(hints.HotWords) is not { } words) return SherpaFunctions.CreateOnlineStream(_recognizer);

        var text = Marshal.StringToCoTaskMemUTF8(words);
        var stream = SherpaFunctions.CreateOnlineStreamWithHotwords(_recognizer, (byte*)text);
        Marshal.FreeCoTaskMem(text);
        return stream;
    }

    /// <summary>One utterance.</summary>
    private sealed class Stream : ILiveRecognition
    {
        private readonly SherpaStreamingRecognizer _owner;
        private readonly RecognitionHints _hints;
        private readonly List<float> _heard = [];
        private nint _stream;
        private bool _finished;

        public Stream(SherpaStreamingRecognizer owner, RecognitionHints hints)
        {
            (_owner, _hints) = (owner, hints);
            using var busy = owner._mark?.Enter();
            Open();
        }

        public string Accept(ReadOnlySpan<float> samples)
        {
            using var busy = _owner._mark?.Enter();
            Take(samples);
            Decode();
            return Result().Text;
        }

        public RecognizedUtterance Peek(ReadOnlySpan<float> samples)
        {
            using var busy = _owner._mark?.Enter();
            if (samples.IsEmpty && _finished) return Result();
            Take(samples);
            return End();
        }

        public RecognizedUtterance Finish() => Peek([]);

        public void Dispose() => SherpaFunctions.DestroyOnlineStream(Interlocked.Exchange(ref _stream, 0));

        private void Open()
        {
            _stream = _owner.CreateStream(_hints);
            // Read by models that were trained on several languages, ignored by others.
            if (_hints.Language is { } language) SetOption("language"u8, System.Text.Encoding.UTF8.GetBytes(language));
        }

        private void Take(ReadOnlySpan<float> samples)
        {
            _heard.AddRange(samples);
            if (!_finished)
            {
                Push(samples);
                return;
            }

            // A stream that has ended takes no more, and no model is asked to go on behind its tail: another one hears all of it.
            Dispose();
            Open();
            _finished = false;
            Push(CollectionsMarshal.AsSpan(_heard));
        }

        private RecognizedUtterance End()
        {
            Push(_owner._tail);
            // Streaming Paraformer drops its last words without it (sherpa-onnx PR 3310).
            SetOption("is_final"u8, "1"u8);
            SherpaFunctions.OnlineStreamInputFinished(_stream);
            Decode();
            _finished = true;
            return Result();
        }

        private void Push(ReadOnlySpan<float> samples)
        {
            if (samples.IsEmpty) return;
            fixed (float* pointer = samples) SherpaFunctions.OnlineStreamAcceptWaveform(_stream, _owner.SampleRateHz, pointer, samples.Length);
        }

        private void Decode()
        {
            while (SherpaFunctions.IsOnlineStreamReady(_owner._recognizer, _stream) != 0) SherpaFunctions.DecodeOnlineStream(_owner._recognizer, _stream);
        }

        private RecognizedUtterance Result()
        {
            var json = SherpaFunctions.GetOnlineStreamResultAsJson(_owner._recognizer, _stream);
            try
            {
                var language = _hints.Language ?? (_owner.Languages.Count == 1 ? _owner.Languages.First() : null);
                return SherpaResult.Read(json, TimeSpan.FromSeconds((double)_heard.Count / _owner.SampleRateHz), language);
            }
            finally
            {
                SherpaFunctions.DestroyOnlineStreamResultJson(json);
            }
        }

        private void SetOption(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            byte[] name = [.. key, 0], text = [.. value, 0];
            fixed (byte* first = name, second = text) SherpaFunctions.OnlineStreamSetOption(_stream, first, second);
        }
    }
}
