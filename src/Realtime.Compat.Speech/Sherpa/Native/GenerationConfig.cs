using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary><c>SherpaOnnxGenerationConfig</c> of sherpa-onnx 1.13.8 (c-api.h): how one text is spoken.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GenerationConfig
{
    public float SilenceScale;
    public float Speed;
    public int Sid;
    public nint ReferenceAudio;
    public int ReferenceAudioLen;
    public int ReferenceSampleRate;
    public nint ReferenceText;
    public int NumSteps;

    /// <summary>A flat JSON object in UTF-8, or 0: Kokoro reads <c>lang</c>.</summary>
    public nint Extra;
}
