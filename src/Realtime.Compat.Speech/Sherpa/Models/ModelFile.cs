namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>A file that came with a model.</summary>
/// <param name="Path">Relative to the model's folder.</param>
/// <param name="Size">Bytes, where known.</param>
/// <param name="Sha256">Digest in hexadecimal, where known.</param>
internal sealed record ModelFile(string Path, long? Size, string? Sha256);
