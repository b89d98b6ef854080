namespace Realtime.Compat.Server.Models.Storage;

/// <summary>A file of an installed model.</summary>
/// <param name="Path">Relative to the model's folder, with forward slashes.</param>
/// <param name="Sha256">Digest, in lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
internal sealed record ModelFile(string Path, string Sha256, long Size);
