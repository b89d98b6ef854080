using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Which vector instructions there are: the voice activity detector runs on them.</summary>
internal sealed class ProcessorCheck : ICheck
{
    /// <inheritdoc/>
    public string Name => "processor";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "NEON" : null;
        var count = $"{Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}";
        return Task.FromResult(Finding.Fine(vectors is null ? $"{count}, neither AVX2 nor NEON: voice activity takes ten times as long" : $"{count}, {vectors}"));
    }
}
