using Realtime.Compat.Server.Models.Pulling;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether there is memory for the server and its speech engines.</summary>
/// <param name="leastBytes">Room for server, worker and small engines; a chat model on the same machine needs its own.</param>
internal sealed class MemoryCheck(long leastBytes = 1_000_000_000) : ICheck
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Task.FromResult(there >= leastBytes
            ? Finding.Fine(Bytes.Text(there))
            : Finding.Wrong($"{Bytes.Text(there)} are too little for speech engines", $"raise the container's or machine's memory to {Bytes.Text(leastBytes)} or more"));
    }
}
