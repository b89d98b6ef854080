using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Flite;

/// <summary>The functions of <c>libflite.so.1</c> (2.x) that are used here.</summary>
internal sealed unsafe class FliteLibrary
{
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, float, void> _setFloat;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int> _remove;
    private readonly delegate* unmanaged[Cdecl]<byte*, nint, nint> _speak;
    private readonly delegate* unmanaged[Cdecl]<nint, Wave*> _wave;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;
    private readonly FliteWords _words;

    /// <summary>Looks the functions up and starts the library.</summary>
    /// <exception cref="EntryPointNotFoundException">Another version.</exception>
    public FliteLibrary(NativeModule module)
    {
        _setFloat = (delegate* unmanaged[Cdecl]<nint, byte*, float, void>)module.Function("flite_feat_set_float");
        _remove = (delegate* unmanaged[Cdecl]<nint, byte*, int>)module.Function("flite_feat_remove");
        _speak = (delegate* unmanaged[Cdecl]<byte*, nint, nint>)module.Function("flite_synth_text");
        _wave = (delegate* unmanaged[Cdecl]<nint, Wave*>)module.Function("utt_wave");
        _free = (delegate* unmanaged[Cdecl]<nint, void>)module.Function("delete_utterance");
        _words = new FliteWords(module);
        ((delegate* unmanaged[Cdecl]<int>)module.Function("flite_init"))();
    }

    /// <summary>Registers the voice of a voice library.</summary>
    /// <returns>A <c>cst_voice</c>; zero when it cannot be made.</returns>
    /// <exception cref="EntryPointNotFoundException">The library holds another voice.</exception>
    public static nint RegisterVoice(NativeModule module, string name) =>
        ((delegate* unmanaged[Cdecl]<nint, nint>)module.Function($"register_cmu_us_{name}"))(0);

    /// <summary>Sets a feature that the next utterance copies from its voice, or removes it.</summary>
    public void SetFeature(nint voice, ReadOnlySpan<byte> name, float? value)
    {
        var features = ((VoiceHead*)voice)->Features;
        fixed (byte* key = name)
        {
            if (value is { } number) _setFloat(features, key, number);
            else _remove(features, key);
        }
    }

    /// <summary>Speaks a text.</summary>
    /// <returns>Null when flite makes nothing of it.</returns>
    public SpokenClause? Speak(nint voice, string text)
    {
        var bytes = Marshal.StringToCoTaskMemUTF8(text);
        try
        {
            var utterance = _speak((byte*)bytes, voice);
            if (utterance == 0) return null;
            try
            {
                var wave = _wave(utterance);
                if (wave == null) return null;
                var samples = new ReadOnlySpan<short>(wave->Samples, wave->SampleCount * wave->Channels).ToArray();
                return new SpokenClause(samples, wave->SampleRateHz) { Words = _words.Of(utterance) };
            }
            finally
            {
                _free(utterance);
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(bytes);
        }
    }

    /// <summary>The beginning of <c>cst_voice</c> (cst_voice.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct VoiceHead
    {
        public nint Name;
        public nint Features;
    }

    /// <summary><c>cst_wave</c> (cst_wave.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Wave
    {
        public nint Type;
        public int SampleRateHz;
        public int SampleCount;
        public int Channels;
        public short* Samples;
    }
}
