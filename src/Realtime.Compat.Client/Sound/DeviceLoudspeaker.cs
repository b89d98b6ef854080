using Realtime.Compat.Audio;

namespace Realtime.Compat.Client.Sound;

/// <summary>A loudspeaker of this machine, fed at its own rate.</summary>
public sealed class DeviceLoudspeaker : ILoudspeaker
{
    private readonly SoundStream _stream;
    private readonly Resampler _resampler;
    private float[] _given = [];
    private float[] _played = [];

    /// <summary>Opens it.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="RealtimeClientException">It cannot play.</exception>
    public DeviceLoudspeaker(SoundDevice device)
    {
        _stream = SoundStream.Open(device, records: false);
        _resampler = new Resampler(PcmFile.SampleRateHz, _stream.SampleRateHz);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> pcm16)
    {
        var count = pcm16.Length / 2;
        if (_given.Length < count)
            (_given, _played) = (new float[count], new float[_resampler.MaxOutputLength(count)]);
        Pcm16.ToFloat(pcm16[..(count * 2)], _given.AsSpan(0, count));
        _stream.Write(_played.AsSpan(0, _resampler.Process(_given.AsSpan(0, count), _played)));
    }

    /// <inheritdoc/>
    public void Drain()
    {
        var rest = new float[_resampler.MaxOutputLength(0)];
        _stream.Write(rest.AsSpan(0, _resampler.Flush(rest)));
        _stream.Drain();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
