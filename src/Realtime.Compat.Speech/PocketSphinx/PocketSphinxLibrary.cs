using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Native;

namespace Realtime.Compat.Speech.PocketSphinx;

/// <summary>The functions of <c>libpocketsphinx.so.3</c> and <c>libsphinxbase.so.3</c> (5prealpha) that are used here.</summary>
internal sealed unsafe class PocketSphinxLibrary
{
    private readonly delegate* unmanaged[Cdecl]<nint> _args;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, int, byte**, int, nint> _parse;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _init;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _free;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _freeConfiguration;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _startStream;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _startUtterance;
    private readonly delegate* unmanaged[Cdecl]<nint, short*, nuint, int, int, int> _process;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _endUtterance;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _segments;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _nextSegment;
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _segmentWord;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int*, void> _segmentFrames;
    private readonly delegate* unmanaged[Cdecl]<nint, int*, int*, int*, int> _segmentProbability;

    /// <summary>Looks the functions up.</summary>
    /// <param name="decoder">libpocketsphinx.</param>
    /// <param name="foundation">libsphinxbase.</param>
    /// <exception cref="EntryPointNotFoundException">Another version.</exception>
    public PocketSphinxLibrary(NativeModule decoder, NativeModule foundation)
    {
        _args = (delegate* unmanaged[Cdecl]<nint>)decoder.Function("ps_args");
        // cmd_ln_init would be shorter to call, but is variadic.
        _parse = (delegate* unmanaged[Cdecl]<nint, nint, int, byte**, int, nint>)foundation.Function("cmd_ln_parse_r");
        _init = (delegate* unmanaged[Cdecl]<nint, nint>)decoder.Function("ps_init");
        _free = (delegate* unmanaged[Cdecl]<nint, int>)decoder.Function("ps_free");
        _freeConfiguration = (delegate* unmanaged[Cdecl]<nint, int>)foundation.Function("cmd_ln_free_r");
        _startStream = (delegate* unmanaged[Cdecl]<nint, int>)decoder.Function("ps_start_stream");
        _startUtterance = (delegate* unmanaged[Cdecl]<nint, int>)decoder.Function("ps_start_utt");
        _process = (delegate* unmanaged[Cdecl]<nint, short*, nuint, int, int, int>)decoder.Function("ps_process_raw");
        _endUtterance = (delegate* unmanaged[Cdecl]<nint, int>)decoder.Function("ps_end_utt");
        _segments = (delegate* unmanaged[Cdecl]<nint, nint>)decoder.Function("ps_seg_iter");
        _nextSegment = (delegate* unmanaged[Cdecl]<nint, nint>)decoder.Function("ps_seg_next");
        _segmentWord = (delegate* unmanaged[Cdecl]<nint, nint>)decoder.Function("ps_seg_word");
        _segmentFrames = (delegate* unmanaged[Cdecl]<nint, int*, int*, void>)decoder.Function("ps_seg_frames");
        _segmentProbability = (delegate* unmanaged[Cdecl]<nint, int*, int*, int*, int>)decoder.Function("ps_seg_prob");
    }

    /// <summary>Creates a decoder.</summary>
    /// <param name="arguments">Names and values in turn, as on pocketsphinx's command line.</param>
    /// <returns>Zero when it refuses; its log says why.</returns>
    public nint CreateDecoder(IReadOnlyList<string> arguments)
    {
        var pointers = stackalloc byte*[arguments.Count];
        for (var i = 0; i < arguments.Count; i++) pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        try
        {
            var configuration = _parse(0, _args(), arguments.Count, pointers, 1);
            if (configuration == 0) return 0;

            var decoder = _init(configuration);
            _freeConfiguration(configuration); // the decoder keeps a reference of its own
            return decoder;
        }
        finally
        {
            for (var i = 0; i < arguments.Count; i++) Marshal.FreeCoTaskMem((nint)pointers[i]);
        }
    }

    /// <summary>Frees a decoder.</summary>
    public void Free(nint decoder) => _free(decoder);

    /// <summary>Decodes one whole utterance; afterwards <see cref="FirstSegment"/> walks its words.</summary>
    /// <remarks>
    /// Starting a new stream forgets the noise estimate of earlier utterances. Given whole, an utterance has its cepstral mean
    /// taken over all of itself: 16.7 % word errors, against 35.8 % when the same samples come in pieces.
    /// </remarks>
    /// <returns>False when the decoder reports an error.</returns>
    public bool Decode(nint decoder, ReadOnlySpan<short> samples)
    {
        fixed (short* data = samples)
        {
            if (_startStream(decoder) < 0 || _startUtterance(decoder) < 0) return false;
            var processed = _process(decoder, data, (nuint)samples.Length, 0, 1);
            return _endUtterance(decoder) >= 0 && processed >= 0;
        }
    }

    /// <summary>The first word, pause or noise of the last utterance; zero when there is none.</summary>
    public nint FirstSegment(nint decoder) => _segments(decoder);

    /// <summary>The one after it; zero at the end, when the iterator has freed itself.</summary>
    public nint NextSegment(nint segment) => _nextSegment(segment);

    /// <summary>What the dictionary calls it: <c>and(2)</c>, <c>&lt;sil&gt;</c>, <c>[NOISE]</c>.</summary>
    public string SegmentWord(nint segment) => Marshal.PtrToStringUTF8(_segmentWord(segment)) ?? "";

    /// <summary>First and last frame, 100 a second.</summary>
    public (int First, int Last) SegmentFrames(nint segment)
    {
        int first, last;
        _segmentFrames(segment, &first, &last);
        return (first, last);
    }

    /// <summary>Posterior probability as a logarithm to the base 1.0001.</summary>
    public int SegmentProbability(nint segment)
    {
        int acoustic, language, backoff;
        return _segmentProbability(segment, &acoustic, &language, &backoff);
    }
}
