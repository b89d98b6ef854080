using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Pulling;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether there is room for logs and models.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="leastBytes">The least that is enough: a usual speech model with its archive.</param>
internal sealed class DiskCheck(string directory, long leastBytes = 1_000_000_000) : ICheck
{
    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        return Task.FromResult(free >= leastBytes
            ? Finding.Fine($"{Bytes.Text(free)} free")
            : Finding.Wrong($"{Bytes.Text(free)} are free in {directory}, and a speech model needs {Bytes.Text(leastBytes)}", $"make room, or set {DataDirectory.Setting} to a larger disk"));
    }
}
