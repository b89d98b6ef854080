namespace Realtime.Compat.Audio;

/// <summary>
/// Some floats that the machine computes on at once. Lets each kernel be written once and compiled for every vector width.
/// </summary>
internal interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Floats in one of these: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf One { get; }

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Load(ref float source, nuint offset);

    static abstract void Store(TSelf value, ref float target, nuint offset);

    /// <summary>a × b + c, fused where the machine can and not emulated where it cannot.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>1 / (1 + e^−x).</summary>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>max(x, 0).</summary>
    static abstract TSelf Relu(TSelf x);

    static abstract float Sum(TSelf x);
}
