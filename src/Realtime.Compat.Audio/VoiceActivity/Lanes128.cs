using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>4 lanes: SSE and NEON; right, if slow, where nothing is accelerated.</summary>
internal readonly struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => Vector128<float>.Count;

    public static Lanes128 Zero => new(Vector128<float>.Zero);

    public static Lanes128 One => new(Vector128<float>.One);

    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    public static Lanes128 Load(ref float source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));

    public static void Store(Lanes128 value, ref float target, nuint offset) => value._value.StoreUnsafe(ref target, offset);

    public static Lanes128 MultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) => new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes128 Add(Lanes128 a, Lanes128 b) => new(a._value + b._value);

    public static Lanes128 Multiply(Lanes128 a, Lanes128 b) => new(a._value * b._value);

    public static Lanes128 Sigmoid(Lanes128 x) => new(Vector128<float>.One / (Vector128<float>.One + Vector128.Exp(-x._value)));

    public static Lanes128 Relu(Lanes128 x) => new(Vector128.MaxNative(x._value, Vector128<float>.Zero));

    public static float Sum(Lanes128 x) => Vector128.Sum(x._value);
}
