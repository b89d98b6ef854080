using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Looks whether a model fits before a byte of it is fetched.</summary>
internal static class DiskSpace
{
    /// <summary>Speech models unpack to at most 1.9 times their archive.</summary>
    private const int UnpackedTimes = 2;

    private const long Reserve = 64_000_000;

    /// <summary>Stops where a model would not fit.</summary>
    /// <param name="model">The model; files of unknown size do not count.</param>
    /// <param name="downloads">Where its downloads lie; what is there already need not come.</param>
    /// <exception cref="OperatorException">It would not fit.</exception>
    public static void Require(CatalogueModel model, string downloads)
    {
        Directory.CreateDirectory(downloads);
        var needed = Reserve + model.Downloads.Sum(download => (download.Size ?? 0) * (download.Archive is null ? 1 : 1 + UnpackedTimes));
        var there = Directory.EnumerateFiles(downloads).Sum(file => new FileInfo(file).Length);
        var free = new DriveInfo(downloads).AvailableFreeSpace;
        if (free < needed - there)
        {
            throw new OperatorException(
                $"{model.Id} needs {Bytes.Text(needed - there)} in {downloads}, and {Bytes.Text(free)} are free: make room, or set {DataDirectory.Setting} to a larger disk.");
        }
    }

    /// <summary>Whether a write failed because the disk is full.</summary>
    public static bool IsFull(IOException failure)
    {
        const int enospc = 28;
        const int errorDiskFull = 112;
        return OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) == errorDiskFull : failure.HResult == enospc;
    }
}
