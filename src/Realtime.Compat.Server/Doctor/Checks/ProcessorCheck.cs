using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Which vector instructions there are: the voice activity detector runs on them. Without any it works, too, so that nothing is ever wrong.</summary>
/// <param name="vectors">Their name; null for none.</param>
internal sealed class ProcessorCheck(string? vectors) : ICheck
{
    /// <summary>What this processor has.</summary>
    public static string? Vectors => Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "NEON" : null;

    /// <inheritdoc/>
    public string Name => "processor";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var count = $"{Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}";
        return Task.FromResult(Finding.Fine(vectors is null ? $"{count}, neither AVX2 nor NEON: voice activity takes ten times as long" : $"{count}, {vectors}"));
    }
}
