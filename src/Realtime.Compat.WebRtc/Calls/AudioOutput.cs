using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>
/// Plays what is queued: a packet of 20 ms a beat while there is audio, and silence for a while after it. Under the call's lock, but for
/// <see cref="Queue"/>.
/// </summary>
internal sealed class AudioOutput : IDisposable
{
    private const int FrameSamples = 480;

    /// <summary>200 ms. A stream that stops dead makes a browser's jitter buffer stretch and smear its last word.</summary>
    private const int SilentFrames = 10;

    /// <summary>Beats between reports: 1 s at the beginning, so that the caller soon has a measure of time, then 5 s.</summary>
    private const int FirstReport = 50;
    private const int ReportEvery = 250;

    private readonly SdpAudio? _audio;
    private readonly RtcEndpointOptions _options;
    private readonly RtpSender? _rtp;
    private readonly short[] _frame = new short[FrameSamples];
    private IAudioEncoder? _encoder;
    private int _silentFramesLeft;
    private int _beats;

    /// <summary>Makes the player of a call.</summary>
    /// <param name="audio">As agreed; null, or of a caller who does not listen: what is queued then passes in time, unheard.</param>
    /// <param name="options">Settings of the codec.</param>
    /// <param name="clock">Stamps packets.</param>
    public AudioOutput(SdpAudio? audio, RtcEndpointOptions options, TimeProvider clock)
    {
        (_audio, _options) = (audio, options);
        if (audio is not null) _rtp = new RtpSender((byte)audio.PayloadType, AudioCodecs.ClockRateHz(audio.Codec), clock);
    }

    /// <summary>What waits to be played.</summary>
    public PlayQueue Queue { get; } = new();

    /// <summary>RTP source.</summary>
    public uint Source => _rtp?.Ssrc ?? 0;

    /// <summary>Twenty milliseconds went by.</summary>
    /// <param name="packet">Receives an RTP packet.</param>
    /// <param name="drained">Whether this took the last audio of the queue.</param>
    /// <returns>Bytes of the packet; 0 when there is nothing to send.</returns>
    public int Beat(Span<byte> packet, out bool drained)
    {
        var taken = Queue.Take(_frame, out drained);
        if (taken > 0) _silentFramesLeft = SilentFrames;
        else if (_silentFramesLeft > 0) _silentFramesLeft--;
        else return 0;
        if (_audio is not { CallerReceives: true } || _rtp is null) return 0;
        _encoder ??= AudioCodecs.CreateEncoder(_audio.Codec, _options);
        Array.Clear(_frame, taken, FrameSamples - taken);
        var length = _encoder.Encode(_frame, packet[RtpPacket.FixedHeaderLength..]);
        _rtp.WriteHeader(packet, length, _rtp.ClockRateHz / 50);
        return RtpPacket.FixedHeaderLength + length;
    }

    /// <summary>Writes the report that is due now and then (RFC 3550 section 6).</summary>
    /// <param name="packet">Receives a compound RTCP packet.</param>
    /// <param name="microphone">What the report says of the caller's audio; may be null.</param>
    /// <returns>Bytes of the packet; 0 when none is due.</returns>
    public int WriteReport(Span<byte> packet, AudioInput? microphone)
    {
        _beats++;
        if (_rtp is null || (_beats != FirstReport && _beats % ReportEvery != 0)) return 0;
        var writer = new RtcpWriter(packet);
        var heard = default(ReportBlock);
        var hasHeard = microphone is not null && microphone.TryReport(out heard);
        ReadOnlySpan<ReportBlock> blocks = hasHeard ? [heard] : [];
        if (_rtp.PacketCount > 0) writer.WriteSenderReport(_rtp.Report(), blocks);
        else writer.WriteReceiverReport(_rtp.Ssrc, blocks);
        writer.WriteCanonicalName(_rtp.Ssrc, "realtime"u8);
        return writer.Length;
    }

    /// <summary>The caller says how it receives: lost packets are worth more redundancy.</summary>
    public void Adapt(ReportBlock block)
    {
        if (_encoder is null || block.Ssrc != Source) return;
        // In steps, since each change is a call into the codec; never below what any network may lose.
        _encoder.ExpectedLossPercent = Math.Clamp((block.FractionLost * 100 / 256 + 4) / 5 * 5, 5, 30);
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder?.Dispose();
}
