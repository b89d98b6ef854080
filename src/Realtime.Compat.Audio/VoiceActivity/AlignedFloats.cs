using System.Runtime.CompilerServices;

namespace Realtime.Compat.Audio;

/// <summary>Floats that begin on a cache line, so that no vector load straddles two. Zero at first; never moves.</summary>
internal sealed class AlignedFloats
{
    private const int CacheLineBytes = 64;

    private readonly float[] _storage;
    private readonly int _start;

    public AlignedFloats(int length)
    {
        Length = length;
        _storage = GC.AllocateArray<float>(length + CacheLineBytes / sizeof(float), pinned: true);
        _start = (int)((CacheLineBytes - Address(_storage) % CacheLineBytes) % CacheLineBytes / sizeof(float));
    }

    public int Length { get; }

    public Span<float> Span => _storage.AsSpan(_start, Length);

    private static unsafe nuint Address(float[] pinned) => (nuint)Unsafe.AsPointer(ref pinned[0]);
}
