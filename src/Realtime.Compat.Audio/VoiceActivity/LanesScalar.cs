using System.Runtime.CompilerServices;

namespace Realtime.Compat.Audio;

/// <summary>One lane: machines without vectors, and the plain arithmetic that the vector widths are tested against.</summary>
internal readonly struct LanesScalar(float value) : ILanes<LanesScalar>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static LanesScalar operator +(LanesScalar a, LanesScalar b) => new(a._value + b._value);

    public static LanesScalar operator -(LanesScalar a, LanesScalar b) => new(a._value - b._value);

    public static LanesScalar operator *(LanesScalar a, LanesScalar b) => new(a._value * b._value);

    public static LanesScalar operator /(LanesScalar a, LanesScalar b) => new(a._value / b._value);

    public static LanesScalar Broadcast(float value) => new(value);

    public static LanesScalar Load(ref float source, nuint offset) => new(Unsafe.Add(ref source, offset));

    public static void Store(LanesScalar value, ref float target, nuint offset) => Unsafe.Add(ref target, offset) = value._value;

    public static LanesScalar MultiplyAdd(LanesScalar a, LanesScalar b, LanesScalar c) => new(a._value * b._value + c._value);

    public static LanesScalar Abs(LanesScalar x) => new(MathF.Abs(x._value));

    public static LanesScalar Min(LanesScalar a, LanesScalar b) => new(MathF.Min(a._value, b._value));

    public static LanesScalar Max(LanesScalar a, LanesScalar b) => new(MathF.Max(a._value, b._value));

    public static LanesScalar Sqrt(LanesScalar x) => new(MathF.Sqrt(x._value));

    public static LanesScalar Round(LanesScalar x) => new(MathF.Round(x._value));

    public static LanesScalar Scale(LanesScalar x, LanesScalar power) => new(MathF.ScaleB(x._value, (int)power._value));

    public static float Sum(LanesScalar x) => x._value;
}
