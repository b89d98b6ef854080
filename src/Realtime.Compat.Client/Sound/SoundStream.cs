using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>One direction of one device, mono, at the device's own rate. For one thread at a time.</summary>
internal sealed class SoundStream : IDisposable
{
    private nint _stream;

    private SoundStream(nint stream, int sampleRateHz) => (_stream, SampleRateHz) = (stream, sampleRateHz);

    /// <summary>The device's rate, in Hz.</summary>
    public int SampleRateHz { get; }

    /// <summary>Opens and starts it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="records">Whether to record; else to play.</param>
    /// <exception cref="RealtimeClientException">Another program has it, or the system keeps it from this one.</exception>
    public static unsafe SoundStream Open(SoundDevice device, bool records)
    {
        var cannot = $"\"{device.Name}\" cannot {(records ? "record" : "play")}";
        var parameters = new PortAudioNative.StreamParameters
        {
            Device = device.Index,
            ChannelCount = 1,
            SampleFormat = new CULong(PortAudioNative.Float32),
            SuggestedLatency = records ? device.Latency.Input : device.Latency.Output,
        };
        PortAudioError.Check(
            PortAudioNative.Pa_OpenStream(out var stream, records ? &parameters : null, records ? null : &parameters, device.SampleRateHz, new CULong(0), new CULong(0), 0, 0), cannot);
        var code = PortAudioNative.Pa_StartStream(stream);
        if (code < 0)
            _ = PortAudioNative.Pa_CloseStream(stream);
        PortAudioError.Check(code, cannot);
        return new SoundStream(stream, device.SampleRateHz);
    }

    /// <summary>Waits for samples; what a slow reader missed is gone.</summary>
    /// <param name="samples">Filled, −1…1.</param>
    public void Read(Span<float> samples)
    {
        var code = PortAudioNative.Pa_ReadStream(_stream, samples, new CULong((uint)samples.Length));
        if (code != PortAudioNative.InputOverflowed)
            PortAudioError.Check(code, "The microphone went away");
    }

    /// <summary>Hands samples to the device, waiting while its buffer is full.</summary>
    /// <param name="samples">−1…1.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        var code = PortAudioNative.Pa_WriteStream(_stream, samples, new CULong((uint)samples.Length));
        // After a pause the device has run dry: nothing is lost by that.
        if (code != PortAudioNative.OutputUnderflowed)
            PortAudioError.Check(code, "The loudspeaker went away");
    }

    /// <summary>Plays to the end what is in the device's buffer.</summary>
    public void Drain() => _ = PortAudioNative.Pa_StopStream(_stream);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream == 0)
            return;
        _ = PortAudioNative.Pa_CloseStream(_stream);
        _stream = 0;
    }
}
