using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Turns appended bytes into frames of speech probability: decodes, resamples to the detector's rate, runs the voice activity detector. Counts
/// audio time. Allocates nothing per frame.
/// </summary>
internal sealed class Ear
{
    /// <summary>Audio heard in one step; longer appends are taken in slices, so that the work buffers stay small.</summary>
    private const int SliceMs = 100;

    private readonly AudioFormat _format;
    private readonly IVoiceActivityDetector _detector;
    private readonly Resampler _resampler;
    private readonly float[] _decoded;
    private readonly float[] _pending;
    private readonly long _startMs;
    private int _pendingLength;
    private int _pendingRead;
    private long _framesHeard;
    private byte _halfSample;
    private bool _hasHalfSample;

    /// <summary>Opens an ear.</summary>
    /// <param name="format">Format of the bytes to come.</param>
    /// <param name="detector">A detector of its own, of any rate: it is asked for the one that suits the format.</param>
    /// <param name="startMs">Audio time at which the first byte lies, in ms.</param>
    /// <exception cref="InvalidOperationException">The detector is beyond the limits that its interface states.</exception>
    public Ear(AudioFormat format, IVoiceActivityDetector detector, long startMs)
    {
        _format = format;
        _detector = detector.ForInput(format.SampleRateHz());
        VoiceActivityLimits.Check(_detector);
        _startMs = startMs;
        _resampler = new Resampler(format.SampleRateHz(), SampleRateHz, ResamplerQuality.Detection);
        _decoded = new float[format.SampleRateHz() / 1000 * SliceMs + 1];
        _pending = new float[_detector.FrameLength + _resampler.MaxOutputLength(_decoded.Length)];
    }

    /// <summary>Rate of <see cref="Samples"/>: the detector's.</summary>
    public int SampleRateHz => _detector.SampleRateHz;

    /// <summary>Length of the longest piece that <see cref="Push"/> takes, in bytes.</summary>
    public int MaxPushLength => SliceMs * _format.BytesPerMs();

    /// <summary>Length of one frame, in ms.</summary>
    public int FrameMs => _detector.FrameLength * 1000 / SampleRateHz;

    /// <summary>Takes in audio. Before the next push, <see cref="JudgeAsync"/> and <see cref="Read"/> follow for as long as it <see cref="HasFrame"/>.</summary>
    /// <param name="audio">At most <see cref="MaxPushLength"/> bytes; a sample may be split over two pushes.</param>
    public void Push(ReadOnlySpan<byte> audio)
    {
        _pending.AsSpan(_pendingRead, _pendingLength - _pendingRead).CopyTo(_pending);
        _pendingLength -= _pendingRead;
        _pendingRead = 0;

        var samples = Decode(audio);
        _pendingLength += _resampler.Process(_decoded.AsSpan(0, samples), _pending.AsSpan(_pendingLength));
    }

    /// <summary>Whether there is audio for a whole frame.</summary>
    public bool HasFrame => _pendingLength - _pendingRead >= _detector.FrameLength;

    /// <summary>Has the detector judge the next whole frame. Completes at once with a detector that lets no frame wait.</summary>
    /// <returns>Probability of speech, for <see cref="Read"/>.</returns>
    public ValueTask<float> JudgeAsync() => _detector.ProcessAsync(_pending.AsMemory(_pendingRead, _detector.FrameLength));

    /// <summary>Reads the frame that was judged.</summary>
    /// <param name="probability">What <see cref="JudgeAsync"/> gave.</param>
    public SpeechFrame Read(float probability)
    {
        _pendingRead += _detector.FrameLength;
        var frame = new SpeechFrame(probability, FrameTimeMs(_framesHeard), FrameTimeMs(_framesHeard + 1));
        _framesHeard++;
        return frame;
    }

    /// <summary>Samples of the frame that was read last, at <see cref="SampleRateHz"/>; they hold until the next push.</summary>
    public ReadOnlySpan<float> Samples => _pending.AsSpan(_pendingRead - _detector.FrameLength, _detector.FrameLength);

    private long FrameTimeMs(long index) => _startMs + index * _detector.FrameLength * 1000 / SampleRateHz;

    /// <summary>Decodes whole samples; half a sample at the end waits for its other half.</summary>
    private int Decode(ReadOnlySpan<byte> audio)
    {
        if (_format is not AudioFormat.Pcm16)
            return AudioFormatCodec.Decode(_format, audio, _decoded);

        var written = 0;
        if (_hasHalfSample && audio.Length > 0)
        {
            written = AudioFormatCodec.Decode(_format, [_halfSample, audio[0]], _decoded);
            audio = audio[1..];
            _hasHalfSample = false;
        }

        var whole = audio.Length & ~1;
        written += AudioFormatCodec.Decode(_format, audio[..whole], _decoded.AsSpan(written));
        if (whole < audio.Length)
        {
            _halfSample = audio[^1];
            _hasHalfSample = true;
        }

        return written;
    }
}
