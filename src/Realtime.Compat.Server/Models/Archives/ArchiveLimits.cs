namespace Realtime.Compat.Server.Models.Archives;

/// <summary>What an archive may unpack to. Speech models pack to a half at best; a hundredth is an attack.</summary>
/// <param name="MaxEntries">Files and folders.</param>
/// <param name="MaxBytes">Bytes of all files together, those that are not kept included.</param>
internal sealed record ArchiveLimits(int MaxEntries, long MaxBytes)
{
    /// <summary>The limits of an archive of a size.</summary>
    /// <param name="packedBytes">Its own size.</param>
    public static ArchiveLimits For(long packedBytes) => new(20_000, (64L << 20) + (packedBytes * 16));
}
