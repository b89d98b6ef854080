using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Realtime.Compat.Audio.Tests;

public class NeonTests
{
    [Arm64Fact]
    public void On_arm64_detector_and_resampler_run_on_neon()
    {
        Assert.True(AdvSimd.Arm64.IsSupported);
        Assert.False(Vector256.IsHardwareAccelerated);
        Assert.Same(SileroKernels.Neon, SileroKernels.OfThisMachine);
        Assert.Same(PlaneKernel.By128, PlaneKernel.OfThisMachine);
    }
}
