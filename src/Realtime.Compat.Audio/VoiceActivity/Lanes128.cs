using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>4 lanes: NEON and SSE.</summary>
internal readonly struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => Vector128<float>.Count;

    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a._value + b._value);

    public static Lanes128 operator -(Lanes128 a, Lanes128 b) => new(a._value - b._value);

    public static Lanes128 operator *(Lanes128 a, Lanes128 b) => new(a._value * b._value);

    public static Lanes128 operator /(Lanes128 a, Lanes128 b) => new(a._value / b._value);

    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    public static Lanes128 Load(ref float source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));

    public static void Store(Lanes128 value, ref float target, nuint offset) => value._value.StoreUnsafe(ref target, offset);

    public static Lanes128 MultiplyAdd(Lanes128 a, Lanes128 b, Lanes128 c) => new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes128 Abs(Lanes128 x) => new(Vector128.Abs(x._value));

    public static Lanes128 Min(Lanes128 a, Lanes128 b) => new(Vector128.MinNative(a._value, b._value));

    public static Lanes128 Max(Lanes128 a, Lanes128 b) => new(Vector128.MaxNative(a._value, b._value));

    public static Lanes128 Sqrt(Lanes128 x) => new(Vector128.Sqrt(x._value));

    public static Lanes128 Round(Lanes128 x) => new(Vector128.Round(x._value));

    public static Lanes128 Scale(Lanes128 x, Lanes128 power) =>
        new((x._value.AsInt32() + (Vector128.ConvertToInt32Native(power._value) << 23)).AsSingle());

    public static float Sum(Lanes128 x) => Vector128.Sum(x._value);
}
