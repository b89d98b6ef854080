using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary><c>SherpaOnnxOfflineSpeechDenoiserConfig</c> of sherpa-onnx 1.13.8 (c-api.h): 40 bytes. Texts are pointers to UTF-8.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OfflineSpeechDenoiserConfig
{
    public ModelSet Model;

    [StructLayout(LayoutKind.Sequential)]
    internal struct ModelSet
    {
        public Gtcrn Gtcrn;
        public int NumThreads;
        public int Debug;
        public nint Provider;
        public DpdfNet Dpdfnet;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Gtcrn
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct DpdfNet
    {
        public nint Model;
        public float AttenuationLimitDb;
    }
}
