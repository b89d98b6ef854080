using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>8 lanes: AVX2.</summary>
internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => Vector256<float>.Count;

    public static Lanes256 Zero => new(Vector256<float>.Zero);

    public static Lanes256 One => new(Vector256<float>.One);

    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    public static Lanes256 Load(ref float source, nuint offset) => new(Vector256.LoadUnsafe(ref source, offset));

    public static void Store(Lanes256 value, ref float target, nuint offset) => value._value.StoreUnsafe(ref target, offset);

    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes256 Add(Lanes256 a, Lanes256 b) => new(a._value + b._value);

    public static Lanes256 Multiply(Lanes256 a, Lanes256 b) => new(a._value * b._value);

    public static Lanes256 Sigmoid(Lanes256 x) => new(Vector256<float>.One / (Vector256<float>.One + Vector256.Exp(-x._value)));

    public static Lanes256 Relu(Lanes256 x) => new(Vector256.MaxNative(x._value, Vector256<float>.Zero));

    public static float Sum(Lanes256 x) => Vector256.Sum(x._value);
}
