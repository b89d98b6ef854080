using System.Runtime.CompilerServices;

namespace Realtime.Compat.Audio;

/// <summary>Functions that the machine has no instruction for.</summary>
internal static class LaneMath
{
    /// <summary>e^x, to 1e-7 of its value, for x held to −20…20: outside, the gates this is for are open or shut to 2e-9.</summary>
    /// <remarks>2^n × a polynomial of the rest (Cephes, expf). The library's Exp takes four times as long: it computes in double.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        x = TLanes.Min(TLanes.Max(x, TLanes.Broadcast(-20)), TLanes.Broadcast(20));
        var power = TLanes.Round(x * TLanes.Broadcast(1.44269504f));

        // ln 2 in two parts, so that the difference is exact.
        var rest = TLanes.MultiplyAdd(power, TLanes.Broadcast(-0.693359375f), x);
        rest = TLanes.MultiplyAdd(power, TLanes.Broadcast(2.12194440e-4f), rest);

        var sum = TLanes.Broadcast(1.9875691500e-4f);
        sum = TLanes.MultiplyAdd(sum, rest, TLanes.Broadcast(1.3981999507e-3f));
        sum = TLanes.MultiplyAdd(sum, rest, TLanes.Broadcast(8.3334519073e-3f));
        sum = TLanes.MultiplyAdd(sum, rest, TLanes.Broadcast(4.1665795894e-2f));
        sum = TLanes.MultiplyAdd(sum, rest, TLanes.Broadcast(1.6666665459e-1f));
        sum = TLanes.MultiplyAdd(sum, rest, TLanes.Broadcast(5.0000001201e-1f));
        sum = TLanes.MultiplyAdd(sum, rest * rest, rest) + TLanes.Broadcast(1);
        return TLanes.Scale(sum, power);
    }
}
