using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>Hears the caller: packets in, audio to the handler in order, and what reports say of it. Under the call's lock.</summary>
internal sealed class AudioInput : IDisposable
{
    private readonly JitterBuffer _buffer;
    private readonly ReceptionStatistics _statistics;
    private readonly HandlerQueue _handler;
    private readonly byte _payloadType;
    private readonly short[] _pcm = new short[JitterBuffer.MaxReadSamples];

    /// <summary>Makes the ear of a call.</summary>
    /// <param name="audio">As agreed.</param>
    /// <param name="clock">Tells when packets come.</param>
    /// <param name="handler">Hears.</param>
    public AudioInput(SdpAudio audio, TimeProvider clock, HandlerQueue handler)
    {
        var decoder = AudioCodecs.CreateDecoder(audio.Codec);
        _payloadType = (byte)audio.PayloadType;
        _buffer = new JitterBuffer(decoder, new JitterBufferOptions { PayloadType = _payloadType }, clock);
        _statistics = new ReceptionStatistics(decoder.ClockRateHz, clock);
        _handler = handler;
    }

    /// <summary>Takes an RTP packet that proved authentic.</summary>
    public void Receive(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacket.TryParse(packet, out var rtp)) return;
        if (rtp.PayloadType == _payloadType) _statistics.Add(rtp);
        _buffer.Add(rtp);
        Pass();
    }

    /// <summary>Twenty milliseconds went by: what did not come by now may have to be concealed.</summary>
    public void Tick() => Pass();

    /// <summary>Notes the caller's sender report, which the next report refers to.</summary>
    public void Report(SenderInfo sender) => _statistics.Add(sender);

    /// <summary>What a report says of the caller's audio.</summary>
    /// <returns>False when nothing came yet.</returns>
    public bool TryReport(out ReportBlock block) => _statistics.TryReport(out block);

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private void Pass()
    {
        while (_buffer.Read(_pcm) is var length and > 0)
            _handler.Audio(_pcm.AsSpan(0, length));
    }
}
