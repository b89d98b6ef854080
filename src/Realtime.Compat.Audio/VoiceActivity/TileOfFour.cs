using System.Runtime.CompilerServices;

namespace Realtime.Compat.Audio;

/// <summary>Four vectors: for 32 registers (AVX-512, NEON).</summary>
internal readonly struct TileOfFour<TLanes>(TLanes a, TLanes b, TLanes c, TLanes d) : ITile<TileOfFour<TLanes>, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private readonly TLanes _a = a;
    private readonly TLanes _b = b;
    private readonly TLanes _c = c;
    private readonly TLanes _d = d;

    public static int Count => 4 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfFour<TLanes> operator +(TileOfFour<TLanes> a, TileOfFour<TLanes> b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfFour<TLanes> Load(ref float source, nuint offset)
    {
        var width = (nuint)TLanes.Count;
        return new(
            TLanes.Load(ref source, offset), TLanes.Load(ref source, offset + width),
            TLanes.Load(ref source, offset + 2 * width), TLanes.Load(ref source, offset + 3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TileOfFour<TLanes> value, ref float target, nuint offset)
    {
        var width = (nuint)TLanes.Count;
        TLanes.Store(value._a, ref target, offset);
        TLanes.Store(value._b, ref target, offset + width);
        TLanes.Store(value._c, ref target, offset + 2 * width);
        TLanes.Store(value._d, ref target, offset + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfFour<TLanes> MultiplyAdd(TileOfFour<TLanes> a, TLanes b, TileOfFour<TLanes> c) => new(
        TLanes.MultiplyAdd(a._a, b, c._a), TLanes.MultiplyAdd(a._b, b, c._b),
        TLanes.MultiplyAdd(a._c, b, c._c), TLanes.MultiplyAdd(a._d, b, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfFour<TLanes> Max(TileOfFour<TLanes> a, TLanes b) => new(TLanes.Max(a._a, b), TLanes.Max(a._b, b), TLanes.Max(a._c, b), TLanes.Max(a._d, b));
}
