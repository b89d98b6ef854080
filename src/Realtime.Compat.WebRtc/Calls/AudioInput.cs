using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

internal sealed class AudioInput : IDisposable
{
    private readonly IAudioDecoder _decoder;
    private readonly HandlerQueue _handler;
    private readonly ReceptionStatistics _statistics;
    private readonly short[] _pcm = new short[2880];
    private readonly SdpAudio _audio;

    public AudioInput(SdpAudio audio, TimeProvider clock, HandlerQueue handler)
    {
        _audio = audio;
        _decoder = AudioCodecs.CreateDecoder(audio.Codec);
        _handler = handler;
        _statistics = new ReceptionStatistics(_decoder.ClockRateHz, clock);
    }

    public void Receive(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacket.TryParse(packet, out var rtp) || rtp.PayloadType != _audio.PayloadType) return;
        _statistics.Add(rtp);
        var n = _decoder.Decode(rtp.Payload, _pcm);
        if (n > 0) _handler.Audio(_pcm.AsSpan(0, n));
    }

    public void Tick() => _ = _decoder;

    public void Report(SenderInfo info) => _statistics.Add(info);

    public bool TryReport(out ReportBlock block) => _statistics.TryReport(out block);

    public void Dispose() => _decoder.Dispose();
}
