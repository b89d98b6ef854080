using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary><c>SherpaOnnxOnlineRecognizerConfig</c> of sherpa-onnx 1.13.8 (c-api.h): 272 bytes. Texts are pointers to UTF-8.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OnlineRecognizerConfig
{
    public Feature FeatConfig;
    public ModelSet ModelConfig;
    public nint DecodingMethod;
    public int MaxActivePaths;
    public int EnableEndpoint;
    public float Rule1MinTrailingSilence;
    public float Rule2MinTrailingSilence;
    public float Rule3MinUtteranceLength;
    public nint HotwordsFile;
    public float HotwordsScore;
    public CtcFstDecoder CtcFstDecoderConfig;
    public nint RuleFsts;
    public nint RuleFars;
    public float BlankPenalty;
    public nint HotwordsBuf;
    public int HotwordsBufSize;
    public HomophoneReplacer Hr;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Feature
    {
        public int SampleRate;
        public int FeatureDim;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ModelSet
    {
        public Transducer Transducer;
        public Paraformer Paraformer;
        public Zipformer2Ctc Zipformer2Ctc;
        public nint Tokens;
        public int NumThreads;
        public nint Provider;
        public int Debug;
        public nint ModelType;
        public nint ModelingUnit;
        public nint BpeVocab;
        public nint TokensBuf;
        public int TokensBufSize;
        public NemoCtc NemoCtc;
        public ToneCtc TOneCtc;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct CtcFstDecoder
    {
        public nint Graph;
        public int MaxActive;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct HomophoneReplacer
    {
        public nint DictDir;
        public nint Lexicon;
        public nint RuleFsts;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Transducer
    {
        public nint Encoder;
        public nint Decoder;
        public nint Joiner;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Paraformer
    {
        public nint Encoder;
        public nint Decoder;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Zipformer2Ctc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NemoCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ToneCtc
    {
        public nint Model;
    }
}
