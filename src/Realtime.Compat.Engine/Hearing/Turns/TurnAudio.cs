using System.Buffers;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>A turn's audio as a turn model hears it: 16 kHz, in pooled memory.</summary>
/// <remarks>Made of what the input buffer holds anyway, at pauses only: an open turn costs neither memory nor time for it.</remarks>
internal sealed class TurnAudio : IDisposable
{
    /// <summary>Longest audio that is judged, in ms: as much as Smart Turn hears.</summary>
    public const int LongestMs = 8000;

    private const int RateHz = 16_000;

    private readonly int _length;
    private float[] _samples;

    /// <summary>Decodes audio and brings it to 16 kHz.</summary>
    /// <param name="audio">Bytes in <paramref name="format"/>.</param>
    /// <param name="format">Format of the bytes.</param>
    public TurnAudio(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var count = audio.Length / format.BytesPerSample();
        var decoded = ArrayPool<float>.Shared.Rent(count);
        AudioFormatCodec.Decode(format, audio[..(count * format.BytesPerSample())], decoded);
        var resampler = new Resampler(format.SampleRateHz(), RateHz);
        _samples = ArrayPool<float>.Shared.Rent(resampler.MaxOutputLength(count));
        _length = resampler.Process(decoded.AsSpan(0, count), _samples);
        _length += resampler.Flush(_samples.AsSpan(_length));
        ArrayPool<float>.Shared.Return(decoded);
    }

    /// <summary>The samples, −1…1.</summary>
    public ReadOnlyMemory<float> Samples => _samples.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_samples.Length == 0)
            return;
        ArrayPool<float>.Shared.Return(_samples);
        _samples = [];
    }
}
