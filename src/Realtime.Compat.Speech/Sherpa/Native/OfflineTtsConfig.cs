using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary><c>SherpaOnnxOfflineTtsConfig</c> of sherpa-onnx 1.13.8 (c-api.h): 448 bytes. Texts are pointers to UTF-8.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OfflineTtsConfig
{
    public ModelSet Model;
    public nint RuleFsts;
    public int MaxNumSentences;
    public nint RuleFars;
    public float SilenceScale;

    [StructLayout(LayoutKind.Sequential)]
    internal struct ModelSet
    {
        public Vits Vits;
        public int NumThreads;
        public int Debug;
        public nint Provider;
        public Matcha Matcha;
        public Kokoro Kokoro;
        public Kitten Kitten;
        public Zipvoice Zipvoice;
        public Pocket Pocket;
        public Supertonic Supertonic;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Vits
    {
        public nint Model;
        public nint Lexicon;
        public nint Tokens;
        public nint DataDir;
        public float NoiseScale;
        public float NoiseScaleW;
        public float LengthScale;
        public nint DictDir;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Matcha
    {
        public nint AcousticModel;
        public nint Vocoder;
        public nint Lexicon;
        public nint Tokens;
        public nint DataDir;
        public float NoiseScale;
        public float LengthScale;
        public nint DictDir;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Kokoro
    {
        public nint Model;
        public nint Voices;
        public nint Tokens;
        public nint DataDir;
        public float LengthScale;
        public nint DictDir;
        public nint Lexicon;
        public nint Lang;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Kitten
    {
        public nint Model;
        public nint Voices;
        public nint Tokens;
        public nint DataDir;
        public float LengthScale;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Zipvoice
    {
        public nint Tokens;
        public nint Encoder;
        public nint Decoder;
        public nint Vocoder;
        public nint DataDir;
        public nint Lexicon;
        public float FeatScale;
        public float TShift;
        public float TargetRms;
        public float GuidanceScale;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Pocket
    {
        public nint LmFlow;
        public nint LmMain;
        public nint Encoder;
        public nint Decoder;
        public nint TextConditioner;
        public nint VocabJson;
        public nint TokenScoresJson;
        public int VoiceEmbeddingCacheCapacity;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Supertonic
    {
        public nint DurationPredictor;
        public nint TextEncoder;
        public nint VectorEstimator;
        public nint Vocoder;
        public nint TtsJson;
        public nint UnicodeIndexer;
        public nint VoiceStyle;
    }
}
