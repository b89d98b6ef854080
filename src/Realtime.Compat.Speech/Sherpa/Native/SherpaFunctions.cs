using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary>The functions of sherpa-onnx's C API (c-api.h, 1.13.8) that are used here.</summary>
/// <remarks>
/// They may end the process: a damaged model aborts, one of another kind exits. So no model is loaded that
/// <see cref="Trial.ModelTrial"/> has not loaded in a process of its own before.
/// </remarks>
internal static unsafe partial class SherpaFunctions
{
    /// <summary>Resolved by <see cref="SherpaLibrary"/>, which knows where the library lies.</summary>
    public const string Library = "sherpa-onnx-c-api";

    [LibraryImport(Library, EntryPoint = "SherpaOnnxGetVersionStr")]
    public static partial nint GetVersion();

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOfflineRecognizer")]
    public static partial nint CreateOfflineRecognizer(OfflineRecognizerConfig* config);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineRecognizerSetConfig")]
    public static partial void OfflineRecognizerSetConfig(nint recognizer, OfflineRecognizerConfig* config);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineRecognizer")]
    public static partial void DestroyOfflineRecognizer(nint recognizer);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOfflineStream")]
    public static partial nint CreateOfflineStream(nint recognizer);

    /// <summary>Ends the process unless the model is a transducer that decodes by <c>modified_beam_search</c>.</summary>
    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOfflineStreamWithHotwords")]
    public static partial nint CreateOfflineStreamWithHotwords(nint recognizer, byte* hotwords);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineStream")]
    public static partial void DestroyOfflineStream(nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxAcceptWaveformOffline")]
    public static partial void AcceptWaveformOffline(nint stream, int sampleRateHz, float* samples, int count);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDecodeOfflineStream")]
    public static partial void DecodeOfflineStream(nint recognizer, nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxGetOfflineStreamResultAsJson")]
    public static partial nint GetOfflineStreamResultAsJson(nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineStreamResultJson")]
    public static partial void DestroyOfflineStreamResultJson(nint json);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOnlineRecognizer")]
    public static partial nint CreateOnlineRecognizer(OnlineRecognizerConfig* config);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOnlineRecognizer")]
    public static partial void DestroyOnlineRecognizer(nint recognizer);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOnlineStream")]
    public static partial nint CreateOnlineStream(nint recognizer);

    /// <summary>Ends the process unless the model is a transducer that decodes by <c>modified_beam_search</c>.</summary>
    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOnlineStreamWithHotwords")]
    public static partial nint CreateOnlineStreamWithHotwords(nint recognizer, byte* hotwords);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOnlineStream")]
    public static partial void DestroyOnlineStream(nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOnlineStreamAcceptWaveform")]
    public static partial void OnlineStreamAcceptWaveform(nint stream, int sampleRateHz, float* samples, int count);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOnlineStreamSetOption")]
    public static partial void OnlineStreamSetOption(nint stream, byte* key, byte* value);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOnlineStreamInputFinished")]
    public static partial void OnlineStreamInputFinished(nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxIsOnlineStreamReady")]
    public static partial int IsOnlineStreamReady(nint recognizer, nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDecodeOnlineStream")]
    public static partial void DecodeOnlineStream(nint recognizer, nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxGetOnlineStreamResultAsJson")]
    public static partial nint GetOnlineStreamResultAsJson(nint recognizer, nint stream);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOnlineStreamResultJson")]
    public static partial void DestroyOnlineStreamResultJson(nint json);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOfflineTts")]
    public static partial nint CreateOfflineTts(OfflineTtsConfig* config);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineTts")]
    public static partial void DestroyOfflineTts(nint tts);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineTtsSampleRate")]
    public static partial int OfflineTtsSampleRate(nint tts);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineTtsNumSpeakers")]
    public static partial int OfflineTtsNumSpeakers(nint tts);

    /// <summary>Calls back on the caller's thread, once a sentence; a callback that returns 0 stops before the next.</summary>
    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineTtsGenerateWithConfig")]
    public static partial nint OfflineTtsGenerateWithConfig(
        nint tts, byte* text, GenerationConfig* config, delegate* unmanaged[Cdecl]<float*, int, float, nint, int> callback, nint argument);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineTtsGeneratedAudio")]
    public static partial void DestroyOfflineTtsGeneratedAudio(nint audio);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxCreateOfflineSpeechDenoiser")]
    public static partial nint CreateOfflineSpeechDenoiser(OfflineSpeechDenoiserConfig* config);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyOfflineSpeechDenoiser")]
    public static partial void DestroyOfflineSpeechDenoiser(nint denoiser);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineSpeechDenoiserGetSampleRate")]
    public static partial int OfflineSpeechDenoiserGetSampleRate(nint denoiser);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxOfflineSpeechDenoiserRun")]
    public static partial nint OfflineSpeechDenoiserRun(nint denoiser, float* samples, int count, int sampleRateHz);

    [LibraryImport(Library, EntryPoint = "SherpaOnnxDestroyDenoisedAudio")]
    public static partial void DestroyDenoisedAudio(nint audio);
}
