using System.Globalization;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Sizes as people read them, in powers of ten like the hubs' own pages.</summary>
internal static class Bytes
{
    /// <summary>"250 MB", "1.2 GB".</summary>
    public static string Text(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        _ => $"{bytes} B",
    };
}
