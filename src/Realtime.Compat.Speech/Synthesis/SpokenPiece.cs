namespace Realtime.Compat.Speech.Synthesis;

/// <summary>A stretch of a request's speech.</summary>
/// <param name="Pcm">Mono PCM16 little-endian at <see cref="Narrator.OutputRateHz"/>; valid for good.</param>
/// <param name="Words">The words in it, times from the request's start; empty where the engine does not tell.</param>
internal sealed record SpokenPiece(ReadOnlyMemory<byte> Pcm, IReadOnlyList<SpokenWord> Words);
