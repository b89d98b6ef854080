using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Realtime.Compat.Audio;

/// <summary>The network's arithmetic for one kind of machine.</summary>
internal abstract class SileroKernels
{
    /// <summary>16 lanes, 32 registers.</summary>
    public static SileroKernels Avx512 { get; } = new SileroKernels<Lanes512, TileOfFour<Lanes512>>();

    /// <summary>8 lanes, 16 registers.</summary>
    public static SileroKernels Avx2 { get; } = new SileroKernels<Lanes256, TileOfTwo<Lanes256>>();

    /// <summary>4 lanes, 32 registers: ARM64.</summary>
    public static SileroKernels Neon { get; } = new SileroKernels<Lanes128, TileOfFour<Lanes128>>();

    /// <summary>4 lanes, 16 registers.</summary>
    public static SileroKernels Sse { get; } = new SileroKernels<Lanes128, TileOfTwo<Lanes128>>();

    /// <summary>No vectors.</summary>
    public static SileroKernels Scalar { get; } = new SileroKernels<LanesScalar, TileOfTwo<LanesScalar>>();

    /// <summary>What is fastest here.</summary>
    public static SileroKernels OfThisMachine { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? Avx512
        : Vector256.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Avx2.IsSupported ? Avx2
        : AdvSimd.Arm64.IsSupported ? Neon
        : Vector128.IsHardwareAccelerated ? Sse
        : Scalar;

    /// <summary>Outputs that the weights' panels must be wide.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>Runs the network on the frames that lie in the workspace and takes each stream one frame on.</summary>
    /// <param name="network">Weights packed for <see cref="PanelWidth"/>.</param>
    /// <param name="work">Holds a frame of each stream.</param>
    /// <param name="streams">The streams, in the order of their frames.</param>
    /// <param name="probabilities">Receives one a stream.</param>
    public abstract void Run(SileroNetwork network, SileroVadWorkspace work, ReadOnlySpan<SileroVad> streams, Span<float> probabilities);
}
