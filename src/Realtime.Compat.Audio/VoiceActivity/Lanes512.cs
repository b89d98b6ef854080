using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>16 lanes: AVX-512.</summary>
internal readonly struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => Vector512<float>.Count;

    public static Lanes512 Zero => new(Vector512<float>.Zero);

    public static Lanes512 One => new(Vector512<float>.One);

    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    public static Lanes512 Load(ref float source, nuint offset) => new(Vector512.LoadUnsafe(ref source, offset));

    public static void Store(Lanes512 value, ref float target, nuint offset) => value._value.StoreUnsafe(ref target, offset);

    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes512 Add(Lanes512 a, Lanes512 b) => new(a._value + b._value);

    public static Lanes512 Multiply(Lanes512 a, Lanes512 b) => new(a._value * b._value);

    public static Lanes512 Sigmoid(Lanes512 x) => new(Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-x._value)));

    public static Lanes512 Relu(Lanes512 x) => new(Vector512.MaxNative(x._value, Vector512<float>.Zero));

    public static float Sum(Lanes512 x) => Vector512.Sum(x._value);
}
