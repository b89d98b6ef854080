namespace Realtime.Compat.Audio;

/// <summary>
/// Neighbouring outputs of one row that a matrix product keeps in registers: some vectors. How many is the machine's matter: six rows of
/// them, one of weights and a broadcast input must fit its registers.
/// </summary>
internal interface ITile<TSelf, TLanes>
    where TSelf : struct, ITile<TSelf, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Floats in a tile.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(ref float source, nuint offset);

    static abstract void Store(TSelf value, ref float target, nuint offset);

    /// <summary>a × b + c, with the same b for all.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TLanes b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf Max(TSelf a, TLanes b);
}
