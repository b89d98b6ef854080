using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Text to speech by Kokoro, Piper and other VITS, Matcha, Kitten.</summary>
internal sealed unsafe class SherpaSynthesizer : ISpeechSynthesizer, IDisposable
{
    // Texts of two letters or so make some models babble (sherpa-onnx issue 1695) or fail.
    private const string SentenceEnd = ".";

    private readonly InstalledModel _model;
    private readonly WorkMark? _mark;
    private readonly SpeakerTable _speakers;
    private readonly bool _takesLanguage;
    private nint _tts;

    /// <summary>Loads a model. May end the process: see <see cref="ModelTrial"/>.</summary>
    /// <param name="model">A checked model.</param>
    /// <param name="settings">Threads and provider.</param>
    /// <param name="mark">Set while native code runs; null in a trial.</param>
    /// <exception cref="EngineException">sherpa-onnx refuses it.</exception>
    public SherpaSynthesizer(InstalledModel model, SherpaOptions settings, WorkMark? mark)
    {
        _model = model;
        _mark = mark;
        ThreadsPerCall = settings.EffectiveThreads;
        var values = model.Settings();
        using var config = new NativeConfig<OfflineTtsConfig>();
        config.Set("model.num_threads", ThreadsPerCall.ToString(CultureInfo.InvariantCulture));
        config.Set("model.provider", settings.Provider);
        config.Set("max_num_sentences", "1");
        foreach (var (path, value) in values) config.Set(path, value);

        using (mark?.Enter())
        {
            _tts = SherpaFunctions.CreateOfflineTts(config.Pointer);
            if (_tts == 0) throw new EngineException($"sherpa-onnx refused the model '{model.Id}'.");
            _speakers = new SpeakerTable(model.Manifest, SherpaFunctions.OfflineTtsNumSpeakers(_tts));
        }

        _takesLanguage = model.Engine.Name == "kokoro" && !values.ContainsKey("model.kokoro.lang");
    }

    /// <inheritdoc/>
    public string Model => _model.Id;

    /// <inheritdoc/>
    public EngineStatus Status => EngineStatus.Ready;

    /// <inheritdoc/>
    public int ThreadsPerCall { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Voices => _speakers.Names;

    /// <summary>Told after each sentence of a clause, before it is decided whether the next is made.</summary>
    public Action? SentenceMade { get; init; }

    /// <summary>A language it speaks.</summary>
    public string FirstLanguage => _speakers.FirstLanguage;

    /// <inheritdoc/>
    public bool Speaks(string language) => _speakers.Speaks(language);

    /// <inheritdoc/>
    public SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (char.IsLetterOrDigit(clause[^1])) clause += SentenceEnd;

        using var busy = _mark?.Enter();
        var call = new Call(SentenceMade, cancellationToken);
        var handle = GCHandle.Alloc(call);
        var text = Marshal.StringToCoTaskMemUTF8(clause);
        var extra = _takesLanguage && EspeakVoice(manner.Language) is { } voice ? Marshal.StringToCoTaskMemUTF8($$"""{"lang":"{{voice}}"}""") : 0;
        nint audio = 0;
        try
        {
            var generation = new GenerationConfig
            {
                SilenceScale = 0.2f,
                Speed = (float)manner.Speed,
                Sid = _speakers.Find(manner.Voice.Name, manner.Language),
                Extra = extra,
            };
            audio = SherpaFunctions.OfflineTtsGenerateWithConfig(_tts, (byte*)text, &generation, &Receive, GCHandle.ToIntPtr(handle));
            cancellationToken.ThrowIfCancellationRequested();
            // A text of signs that have no sound in this language.
            if (audio == 0) return new SpokenClause([], SherpaFunctions.OfflineTtsSampleRate(_tts));
            var generated = (GeneratedAudio*)audio;
            var samples = new short[generated->Count];
            Pcm16.FromFloat(new ReadOnlySpan<float>((void*)generated->Samples, generated->Count), MemoryMarshal.AsBytes(samples.AsSpan()));
            return new SpokenClause(samples, generated->SampleRate);
        }
        finally
        {
            if (audio != 0) SherpaFunctions.DestroyOfflineTtsGeneratedAudio(audio);
            Marshal.FreeCoTaskMem(extra);
            Marshal.FreeCoTaskMem(text);
            handle.Free();
        }
    }

    /// <summary>Frees the model; nobody may be in <see cref="Speak"/>.</summary>
    public void Dispose() => SherpaFunctions.DestroyOfflineTts(Interlocked.Exchange(ref _tts, 0));

    /// <summary>How Kokoro is told to read what is not Chinese; null for its own idea, which is American English.</summary>
    private static string? EspeakVoice(string language) => language.Split('-')[0] switch
    {
        "en" => language == "en-gb" ? "en-gb" : null,
        "es" => "es",
        "fr" => "fr-fr",
        "hi" => "hi",
        "it" => "it",
        "pt" => "pt-br",
        _ => null,
    };

    /// <summary>Called on the caller's thread after each sentence.</summary>
    /// <returns>0 to stop before the next one, 1 to go on.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Receive(float* samples, int count, float progress, nint call)
    {
        var (sentenceMade, cancellationToken) = (Call)GCHandle.FromIntPtr(call).Target!;
        sentenceMade?.Invoke();
        return cancellationToken.IsCancellationRequested ? 0 : 1;
    }

    private sealed record Call(Action? SentenceMade, CancellationToken CancellationToken);

    /// <summary><c>SherpaOnnxGeneratedAudio</c> (c-api.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GeneratedAudio
    {
        public nint Samples;
        public int Count;
        public int SampleRate;
    }
}
