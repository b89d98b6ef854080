using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>Deals samples out to planes by turns, and collects them again. One to three planes.</summary>
internal static class Planes
{
    private const int Width = 4;

    /// <summary>Deals samples out.</summary>
    /// <param name="samples">Next samples.</param>
    /// <param name="planes">[plane][sample]</param>
    /// <param name="planeLength">Distance of planes.</param>
    /// <param name="count">How many planes.</param>
    /// <param name="filled">Samples dealt out before.</param>
    public static void Split(ReadOnlySpan<float> samples, Span<float> planes, int planeLength, int count, int filled)
    {
        if (count == 1)
        {
            samples.CopyTo(planes[filled..]);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(planeLength, (filled + samples.Length + count - 1) / count);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, count * planeLength);
        var i = 0;
        for (; i < samples.Length && filled % count != 0; i++, filled++)
            planes[filled % count * planeLength + filled / count] = samples[i];

        ref var source = ref MemoryMarshal.GetReference(samples);
        ref var target = ref MemoryMarshal.GetReference(planes);
        var second = (nuint)planeLength;
        for (; i + count * Width <= samples.Length; i += count * Width, filled += count * Width)
        {
            ref var at = ref Unsafe.Add(ref target, filled / count);
            var a = Vector128.LoadUnsafe(ref source, (nuint)i);
            var b = Vector128.LoadUnsafe(ref source, (nuint)i + Width);
            if (count == 2)
            {
                (Vector128.Shuffle(a, Vector128.Create(0, 2, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, -1, 0, 2))).StoreUnsafe(ref at);
                (Vector128.Shuffle(a, Vector128.Create(1, 3, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, -1, 1, 3))).StoreUnsafe(ref at, second);
                continue;
            }

            var c = Vector128.LoadUnsafe(ref source, (nuint)i + 2 * Width);
            (Vector128.Shuffle(a, Vector128.Create(0, 3, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, -1, 2, -1))
                | Vector128.Shuffle(c, Vector128.Create(-1, -1, -1, 1))).StoreUnsafe(ref at);
            (Vector128.Shuffle(a, Vector128.Create(1, -1, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, 0, 3, -1))
                | Vector128.Shuffle(c, Vector128.Create(-1, -1, -1, 2))).StoreUnsafe(ref at, second);
            (Vector128.Shuffle(a, Vector128.Create(2, -1, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, 1, -1, -1))
                | Vector128.Shuffle(c, Vector128.Create(-1, -1, 0, 3))).StoreUnsafe(ref at, 2 * second);
        }

        for (; i < samples.Length; i++, filled++)
            planes[filled % count * planeLength + filled / count] = samples[i];
    }

    /// <summary>Collects samples.</summary>
    /// <param name="planes">[plane][sample]</param>
    /// <param name="planeLength">Distance of planes.</param>
    /// <param name="count">How many planes.</param>
    /// <param name="skip">Samples of the first round to leave out, fewer than planes.</param>
    /// <param name="samples">Receives the next samples, as many as it has room for.</param>
    public static void Join(ReadOnlySpan<float> planes, int planeLength, int count, int skip, Span<float> samples)
    {
        if (count == 1)
        {
            planes[..samples.Length].CopyTo(samples);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(planeLength, (skip + samples.Length + count - 1) / count);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, count * planeLength);
        var i = 0;
        for (; i < samples.Length && (skip + i) % count != 0; i++)
            samples[i] = planes[(skip + i) % count * planeLength + (skip + i) / count];

        ref var source = ref MemoryMarshal.GetReference(planes);
        ref var target = ref MemoryMarshal.GetReference(samples);
        var second = (nuint)planeLength;
        for (; i + count * Width <= samples.Length; i += count * Width)
        {
            ref var at = ref Unsafe.Add(ref source, (skip + i) / count);
            var a = Vector128.LoadUnsafe(ref at);
            var b = Vector128.LoadUnsafe(ref at, second);
            if (count == 2)
            {
                (Vector128.Shuffle(a, Vector128.Create(0, -1, 1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, 0, -1, 1))).StoreUnsafe(ref target, (nuint)i);
                (Vector128.Shuffle(a, Vector128.Create(2, -1, 3, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, 2, -1, 3))).StoreUnsafe(ref target, (nuint)i + Width);
                continue;
            }

            var c = Vector128.LoadUnsafe(ref at, 2 * second);
            (Vector128.Shuffle(a, Vector128.Create(0, -1, -1, 1)) | Vector128.Shuffle(b, Vector128.Create(-1, 0, -1, -1))
                | Vector128.Shuffle(c, Vector128.Create(-1, -1, 0, -1))).StoreUnsafe(ref target, (nuint)i);
            (Vector128.Shuffle(a, Vector128.Create(-1, -1, 2, -1)) | Vector128.Shuffle(b, Vector128.Create(1, -1, -1, 2))
                | Vector128.Shuffle(c, Vector128.Create(-1, 1, -1, -1))).StoreUnsafe(ref target, (nuint)i + Width);
            (Vector128.Shuffle(a, Vector128.Create(-1, 3, -1, -1)) | Vector128.Shuffle(b, Vector128.Create(-1, -1, 3, -1))
                | Vector128.Shuffle(c, Vector128.Create(2, -1, -1, 3))).StoreUnsafe(ref target, (nuint)i + 2 * Width);
        }

        for (; i < samples.Length; i++)
            samples[i] = planes[(skip + i) % count * planeLength + (skip + i) / count];
    }
}
