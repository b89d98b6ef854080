using System.Runtime.InteropServices;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.PocketSphinx;

/// <summary>One native decoder. Used by one thread at a time.</summary>
internal sealed class PocketSphinxDecoder : IDisposable
{
    private const int FramesPerSecond = 100;
    private static readonly double LogBase = Math.Log(1.0001);

    private readonly PocketSphinxLibrary _library;
    private readonly nint _decoder;

    /// <summary>Loads the model: 250 ms, some 150 MB, most of it mapped and shared between decoders.</summary>
    /// <exception cref="EngineException">The model is damaged or of another version.</exception>
    public PocketSphinxDecoder(PocketSphinxLibrary library, PocketSphinxModel model)
    {
        _library = library;
        _decoder = library.CreateDecoder(model.Arguments);
        if (_decoder == 0) throw new EngineException($"pocketsphinx could not load the model in '{model.Directory}'.");
    }

    /// <summary>Decodes one utterance from a clean state.</summary>
    /// <param name="samples">Mono, 16 kHz.</param>
    /// <exception cref="EngineException">The decoder reported an error.</exception>
    public IReadOnlyList<RecognizedWord> Decode(ReadOnlySpan<float> samples)
    {
        var pcm = new short[samples.Length];
        Pcm16.FromFloat(samples, MemoryMarshal.AsBytes(pcm.AsSpan()));
        if (!_library.Decode(_decoder, pcm)) throw new EngineException("pocketsphinx failed to decode an utterance.");

        var words = new List<RecognizedWord>();
        for (var segment = _library.FirstSegment(_decoder); segment != 0; segment = _library.NextSegment(segment))
        {
            if (Spelling(_library.SegmentWord(segment)) is not { } text) continue;

            var (first, last) = _library.SegmentFrames(segment);
            words.Add(new RecognizedWord(
                text,
                TimeSpan.FromSeconds((double)first / FramesPerSecond),
                TimeSpan.FromSeconds((last + 1.0) / FramesPerSecond),
                Math.Min(0, _library.SegmentProbability(segment) * LogBase)));
        }

        return words;
    }

    /// <summary>Frees the native decoder.</summary>
    public void Dispose() => _library.Free(_decoder);

    /// <summary>A dictionary entry as it is written, or null for pauses and noises.</summary>
    /// <param name="entry"><c>and(2)</c> is a second pronunciation; <c>&lt;sil&gt;</c> and <c>[NOISE]</c> are no words.</param>
    internal static string? Spelling(string entry)
    {
        if (entry.Length == 0 || entry[0] is '<' or '[' or '+') return null;
        var variant = entry.IndexOf('(', StringComparison.Ordinal);
        return variant > 0 ? entry[..variant] : entry;
    }
}
