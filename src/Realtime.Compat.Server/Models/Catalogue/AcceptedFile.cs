namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>A file that is right.</summary>
/// <param name="Sha256">Digest, 64 hexadecimal digits in lower case.</param>
/// <param name="Size">Bytes, where known.</param>
internal sealed record AcceptedFile(string Sha256, long? Size = null);
