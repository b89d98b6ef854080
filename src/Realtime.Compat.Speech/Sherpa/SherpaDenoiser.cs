using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>Speech enhancement by GTCRN (Rong et al., ICASSP 2024): 48,000 parameters, 16 ms a step, looks one window of 32 ms ahead.</summary>
internal sealed unsafe class SherpaDenoiser : ISpeechDenoiser, IDisposable
{
    // A window is reflected at both ends, so there must be more than one.
    private const int Shortest = ISpeechDenoiser.SampleRateHz / 4;

    private readonly WorkMark? _mark;
    private nint _denoiser;

    /// <summary>Loads a model. May end the process: see <see cref="ModelTrial"/>.</summary>
    /// <param name="model">A checked model.</param>
    /// <param name="settings">The provider. One thread always: the matrices of a step are too small to share out.</param>
    /// <param name="mark">Set while native code runs; null in a trial.</param>
    /// <exception cref="EngineException">sherpa-onnx refuses it, or it works at another rate.</exception>
    public SherpaDenoiser(InstalledModel model, SherpaOptions settings, WorkMark? mark)
    {
        Model = model.Id;
        _mark = mark;
        using var config = new NativeConfig<OfflineSpeechDenoiserConfig>();
        config.Set("model.num_threads", "1");
        config.Set("model.provider", settings.Provider);
        foreach (var (path, value) in model.Settings()) config.Set(path, value);

        using var busy = mark?.Enter() ?? default;
        _denoiser = SherpaFunctions.CreateOfflineSpeechDenoiser(config.Pointer);
        if (_denoiser == 0) throw new EngineException($"sherpa-onnx refused the model '{model.Id}'.");
        var rate = SherpaFunctions.OfflineSpeechDenoiserGetSampleRate(_denoiser);
        if (rate == ISpeechDenoiser.SampleRateHz) return;
        Dispose();
        throw new EngineException($"The model '{model.Id}' works at {rate} Hz, and the worker needs one for {ISpeechDenoiser.SampleRateHz} Hz.");
    }

    /// <inheritdoc/>
    public string Model { get; }

    /// <inheritdoc/>
    public EngineStatus Status => EngineStatus.Ready;

    /// <inheritdoc/>
    public float[] Denoise(ReadOnlySpan<float> samples)
    {
        var clean = new float[samples.Length];
        if (samples.Length < Shortest)
        {
            var padded = new float[Shortest];
            samples.CopyTo(padded);
            samples = padded;
        }

        using var busy = _mark?.Enter() ?? default;
        nint audio;
        fixed (float* pointer = samples) audio = SherpaFunctions.OfflineSpeechDenoiserRun(_denoiser, pointer, samples.Length, ISpeechDenoiser.SampleRateHz);
        if (audio == 0) throw new EngineException($"The model '{Model}' gave nothing back.");
        try
        {
            // Whole steps only: up to 255 samples of the end are missing, or there are more than came in.
            var denoised = (DenoisedAudio*)audio;
            new ReadOnlySpan<float>((void*)denoised->Samples, Math.Min(denoised->Count, clean.Length)).CopyTo(clean);
            return clean;
        }
        finally
        {
            SherpaFunctions.DestroyDenoisedAudio(audio);
        }
    }

    /// <summary>Frees the model; nobody may be in <see cref="Denoise"/>.</summary>
    public void Dispose() => SherpaFunctions.DestroyOfflineSpeechDenoiser(Interlocked.Exchange(ref _denoiser, 0));

    /// <summary><c>SherpaOnnxDenoisedAudio</c> (c-api.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct DenoisedAudio
    {
        public nint Samples;
        public int Count;
        public int SampleRate;
    }
}
