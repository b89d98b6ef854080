using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Flite;

/// <summary>Reads off an utterance when each word of its text is said: a token's sound lasts from its first segment to its last.</summary>
internal sealed unsafe class FliteWords
{
    private const double MsPerSecond = 1000;

    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nint> _relation;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _head;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _next;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*> _text;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, float> _number;

    /// <summary>Looks the functions up.</summary>
    /// <exception cref="EntryPointNotFoundException">Another version.</exception>
    public FliteWords(NativeModule module)
    {
        _relation = (delegate* unmanaged[Cdecl]<nint, byte*, nint>)module.Function("utt_relation");
        _head = (delegate* unmanaged[Cdecl]<nint, nint>)module.Function("relation_head");
        _next = (delegate* unmanaged[Cdecl]<nint, nint>)module.Function("item_next");
        _text = (delegate* unmanaged[Cdecl]<nint, byte*, byte*>)module.Function("item_feat_string");
        _number = (delegate* unmanaged[Cdecl]<nint, byte*, float>)module.Function("ffeature_float");
    }

    /// <summary>The words of an utterance, as they are written; those that have no sound are left out.</summary>
    public List<SpokenWord> Of(nint utterance)
    {
        List<SpokenWord> words = [];
        fixed (byte* tokens = "Token\0"u8, name = "name\0"u8,
            start = "daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end\0"u8,
            end = "daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end\0"u8)
        {
            for (var token = _head(_relation(utterance, tokens)); token != 0; token = _next(token))
            {
                // A path that leads nowhere is 0.
                var (startMs, endMs) = (_number(token, start) * MsPerSecond, _number(token, end) * MsPerSecond);
                if (endMs > startMs && Marshal.PtrToStringUTF8((nint)_text(token, name)) is { Length: > 0 } text) words.Add(new SpokenWord(text, startMs, endMs));
            }
        }

        return words;
    }
}
