namespace Realtime.Compat.Server.Models.Storage;

/// <summary>A file of an installed model.</summary>
/// <param name="Path">Relative to the model's folder, with forward slashes.</param>
/// <param name="Sha256">Digest, in hexadecimal; null where a manifest written by hand states none.</param>
/// <param name="Size">Bytes; null where a manifest written by hand states none.</param>
internal sealed record ModelFile(string Path, string? Sha256 = null, long? Size = null);
