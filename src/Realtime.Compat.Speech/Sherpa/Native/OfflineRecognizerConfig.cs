using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary>
/// <c>SherpaOnnxOfflineRecognizerConfig</c> of sherpa-onnx 1.13.8 (c-api.h): 608 bytes. Texts are pointers to UTF-8; fields are
/// named as there, so that <see cref="NativeConfig{T}"/> finds them by their C names.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OfflineRecognizerConfig
{
    public Feature FeatConfig;
    public ModelSet ModelConfig;
    public LM LmConfig;
    public nint DecodingMethod;
    public int MaxActivePaths;
    public nint HotwordsFile;
    public float HotwordsScore;
    public nint RuleFsts;
    public nint RuleFars;
    public float BlankPenalty;
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
        public NemoEncDecCtc NemoCtc;
        public Whisper Whisper;
        public Tdnn Tdnn;
        public nint Tokens;
        public int NumThreads;
        public int Debug;
        public nint Provider;
        public nint ModelType;
        public nint ModelingUnit;
        public nint BpeVocab;
        public nint TelespeechCtc;
        public SenseVoice SenseVoice;
        public Moonshine Moonshine;
        public FireRedAsr FireRedAsr;
        public Dolphin Dolphin;
        public ZipformerCtc ZipformerCtc;
        public Canary Canary;
        public WenetCtc WenetCtc;
        public OmnilingualAsrCtc Omnilingual;
        public MedAsrCtc Medasr;
        public FunASRNano FunasrNano;
        public FireRedAsrCtc FireRedAsrCtc;
        public Qwen3ASR Qwen3Asr;
        public CohereTranscribe CohereTranscribe;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct LM
    {
        public nint Model;
        public float Scale;
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
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct NemoEncDecCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Whisper
    {
        public nint Encoder;
        public nint Decoder;
        public nint Language;
        public nint Task;
        public int TailPaddings;
        public int EnableTokenTimestamps;
        public int EnableSegmentTimestamps;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Tdnn
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct SenseVoice
    {
        public nint Model;
        public nint Language;
        public int UseItn;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Moonshine
    {
        public nint Preprocessor;
        public nint Encoder;
        public nint UncachedDecoder;
        public nint CachedDecoder;
        public nint MergedDecoder;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FireRedAsr
    {
        public nint Encoder;
        public nint Decoder;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Dolphin
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ZipformerCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Canary
    {
        public nint Encoder;
        public nint Decoder;
        public nint SrcLang;
        public nint TgtLang;
        public int UsePnc;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct WenetCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct OmnilingualAsrCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct MedAsrCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FunASRNano
    {
        public nint EncoderAdaptor;
        public nint Llm;
        public nint Embedding;
        public nint Tokenizer;
        public nint SystemPrompt;
        public nint UserPrompt;
        public int MaxNewTokens;
        public float Temperature;
        public float TopP;
        public int Seed;
        public nint Language;
        public int Itn;
        public nint Hotwords;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FireRedAsrCtc
    {
        public nint Model;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Qwen3ASR
    {
        public nint ConvFrontend;
        public nint Encoder;
        public nint Decoder;
        public nint Tokenizer;
        public int MaxTotalLen;
        public int MaxNewTokens;
        public float Temperature;
        public float TopP;
        public int Seed;
        public nint Hotwords;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct CohereTranscribe
    {
        public nint Encoder;
        public nint Decoder;
        public nint Language;
        public int UsePunct;
        public int UseItn;
    }
}
