using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Realtime.Compat.Audio;

/// <summary>Rows to columns.</summary>
internal static class Transpose
{
    /// <summary>Turns four rows of four into four columns, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourByFour(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            var (abLow, abHigh) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
            var (cdLow, cdHigh) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
            (a, b) = (Sse.MoveLowToHigh(abLow, cdLow), Sse.MoveHighToLow(cdLow, abLow));
            (c, d) = (Sse.MoveLowToHigh(abHigh, cdHigh), Sse.MoveHighToLow(cdHigh, abHigh));
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            var (acLow, acHigh) = (AdvSimd.Arm64.ZipLow(a, c), AdvSimd.Arm64.ZipHigh(a, c));
            var (bdLow, bdHigh) = (AdvSimd.Arm64.ZipLow(b, d), AdvSimd.Arm64.ZipHigh(b, d));
            (a, b) = (AdvSimd.Arm64.ZipLow(acLow, bdLow), AdvSimd.Arm64.ZipHigh(acLow, bdLow));
            (c, d) = (AdvSimd.Arm64.ZipLow(acHigh, bdHigh), AdvSimd.Arm64.ZipHigh(acHigh, bdHigh));
        }
        else
        {
            (a, b, c, d) = (Column(0, a, b, c, d), Column(1, a, b, c, d), Column(2, a, b, c, d), Column(3, a, b, c, d));
        }
    }

    private static Vector128<float> Column(int i, Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d) =>
        Vector128.Create(a[i], b[i], c[i], d[i]);
}
