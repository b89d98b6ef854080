using System.Runtime.CompilerServices;

namespace Realtime.Compat.Audio;

/// <summary>Two vectors: for 16 registers (AVX2, SSE), and for none.</summary>
internal readonly struct TileOfTwo<TLanes>(TLanes a, TLanes b) : ITile<TileOfTwo<TLanes>, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private readonly TLanes _a = a;
    private readonly TLanes _b = b;

    public static int Count => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfTwo<TLanes> operator +(TileOfTwo<TLanes> a, TileOfTwo<TLanes> b) => new(a._a + b._a, a._b + b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfTwo<TLanes> Load(ref float source, nuint offset) =>
        new(TLanes.Load(ref source, offset), TLanes.Load(ref source, offset + (nuint)TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TileOfTwo<TLanes> value, ref float target, nuint offset)
    {
        TLanes.Store(value._a, ref target, offset);
        TLanes.Store(value._b, ref target, offset + (nuint)TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfTwo<TLanes> MultiplyAdd(TileOfTwo<TLanes> a, TLanes b, TileOfTwo<TLanes> c) =>
        new(TLanes.MultiplyAdd(a._a, b, c._a), TLanes.MultiplyAdd(a._b, b, c._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileOfTwo<TLanes> Max(TileOfTwo<TLanes> a, TLanes b) => new(TLanes.Max(a._a, b), TLanes.Max(a._b, b));
}
