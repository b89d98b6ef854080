namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>A file that is whole and right.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">Digest, in lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
internal sealed record DownloadedFile(string Path, string Sha256, long Size);
