namespace Realtime.Compat.Audio;

/// <summary>
/// Some floats that the machine computes on at once. Lets each kernel be written once and compiled for every vector width.
/// </summary>
internal interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Floats in one of these: 1, 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Load(ref float source, nuint offset);

    static abstract void Store(TSelf value, ref float target, nuint offset);

    /// <summary>a × b + c, fused where the machine can and not emulated where it cannot.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The nearest whole number.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>x × 2^power.</summary>
    /// <param name="x">Normal numbers.</param>
    /// <param name="power">Whole numbers, small enough that neither end of the exponent's range is left.</param>
    static abstract TSelf Scale(TSelf x, TSelf power);

    static abstract float Sum(TSelf x);
}
