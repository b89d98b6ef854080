using System.Numerics.Tensors;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>
/// Tells whether what the microphone hears is the server's own voice out of the client's loudspeaker. Compares the shape of the band levels
/// heard in the last half second with what was played 0…1 s before; once one delay has stood out, a frame is echo when no band is louder than
/// the echo explains. A user who speaks over the echo is louder in some bands, and is heard.
/// </summary>
/// <remarks>Looks at levels, not at samples: it has no need of the sample-exact alignment that no WebSocket offers, and nothing is subtracted.</remarks>
/// <param name="sampleRateHz">Rate of what the microphone hears, 8 or 16 kHz.</param>
internal sealed class EchoDetector(int sampleRateHz)
{
    private const int Window = DelaySearch.Window;

    /// <summary>Correlation of half a second with what was played from which it is taken for echo.</summary>
    private const float Alike = 0.72f;

    /// <summary>Mean correlation of a delay, over time, from which it is taken for the way of the echo.</summary>
    private const float Steady = 0.5f;

    /// <summary>Share of the past that stays in that mean with each step that holds speech.</summary>
    private const float Memory = 0.95f;

    /// <summary>Decibels above the echo from which a band holds something else, and how much of that, over all bands, makes a speaker.</summary>
    private const float MarginDb = 6;

    private const float SpeakerDb = 1.8f;

    /// <summary>Decibels a step by which the estimate of the echo's level follows.</summary>
    private const float GainStepDb = 0.5f;

    /// <summary>A gap this long between sending and hearing times means that the client paused its microphone.</summary>
    private const int ClockJumpMs = 500;

    private readonly PlayedLevels _played = new();
    private BandLevels _levels = new(sampleRateHz);
    private readonly float[] _heard = new float[Window * BandLevels.Bands];
    private readonly float[] _current = new float[BandLevels.Bands];
    private readonly float[] _explained = new float[BandLevels.Bands];
    private readonly float[] _gains = new float[BandLevels.Bands];
    private readonly DelaySearch _search = new();
    private readonly float[] _steady = new float[DelaySearch.Delays];
    private long _heardMs;
    private double _clockOffsetMs = double.NaN;
    private int _heardSteps;
    private int _delay = -1;
    private float _excess;

    /// <summary>Correlation of the last half second with what was played, at the delay that fits best, −1…1.</summary>
    public float Likeness { get; private set; }

    /// <summary>Delay of the echo in ms; null until one has stood out.</summary>
    public int? DelayMs => _delay < 0 ? null : _delay * PlayedLevels.StepMs;

    /// <summary>Whether the last half second resembles what was played.</summary>
    public bool IsLikely => Likeness >= Alike;

    /// <summary>Takes note of audio that was sent.</summary>
    /// <param name="audio">Whole samples.</param>
    /// <param name="format">Their format.</param>
    /// <param name="playsAt">When it is probably played.</param>
    /// <param name="now">Wall time.</param>
    public void Sent(ReadOnlySpan<byte> audio, AudioFormat format, DateTimeOffset playsAt, DateTimeOffset now) =>
        _played.Sent(audio, format, playsAt.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());

    /// <summary>The client stops playing.</summary>
    public void Cut(DateTimeOffset now) => _played.Cut(now.ToUnixTimeMilliseconds());

    /// <summary>The microphone is heard at another rate from now on.</summary>
    /// <param name="hz">8 or 16 kHz.</param>
    public void ChangeSampleRate(int hz) => _levels = new BandLevels(hz);

    /// <summary>Judges a frame of the microphone.</summary>
    /// <param name="frame">The frame after the last one.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="now">Wall time.</param>
    /// <returns>Whether it holds nothing but echo.</returns>
    public bool IsEcho(in SpeechFrame frame, ReadOnlySpan<float> samples, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        FollowClock(nowMs, frame.EndMs);
        // Nothing that was played can still be heard.
        if (_played.End * PlayedLevels.StepMs + DelaySearch.LongestDelayMs < nowMs)
        {
            Likeness = 0;
            _heardSteps = 0;
            return false;
        }

        while (_levels.TryNext(ref samples, _current))
        {
            _heard.AsSpan(BandLevels.Bands).CopyTo(_heard);
            _current.CopyTo(_heard.AsSpan((Window - 1) * BandLevels.Bands));
            _heardSteps = Math.Min(_heardSteps + 1, Window);
        }

        _heardMs = (long)(_clockOffsetMs + frame.EndMs);
        if (frame.Probability > 0.2f && _heardSteps == Window)
            Compare();
        return _delay >= 0 && IsExplained();
    }

    /// <summary>Audio time and wall time advance together, but packets come late and in bunches: the earliest tells the truth.</summary>
    private void FollowClock(long nowMs, long audioMs)
    {
        var offset = nowMs - audioMs;
        if (double.IsNaN(_clockOffsetMs) || offset < _clockOffsetMs || offset > _clockOffsetMs + ClockJumpMs)
            _clockOffsetMs = offset;
        else
            _clockOffsetMs += Math.Min(1, offset - _clockOffsetMs);
    }

    private void Compare()
    {
        var played = _search.Played;
        _played.Read(_heardMs / PlayedLevels.StepMs + 1 - played.Length / BandLevels.Bands, played);
        var likeness = _search.Search(_heard);
        for (var delay = 0; delay < likeness.Length; delay++)
            _steady[delay] = Memory * _steady[delay] + (1 - Memory) * likeness[delay];

        var best = TensorPrimitives.IndexOfMax(likeness);
        Likeness = likeness[best];
        var steadiest = TensorPrimitives.IndexOfMax<float>(_steady);
        var found = _steady[steadiest] >= Steady ? steadiest : IsLikely && _delay < 0 ? best : _delay;
        if (found == _delay || (_delay >= 0 && _steady[_delay] > _steady[found] - 0.05f))
            return;
        _delay = found;
        LearnGains();
    }

    /// <summary>How much softer the echo is than what was sent, band by band: the median over the window.</summary>
    private void LearnGains()
    {
        Span<float> differences = stackalloc float[Window];
        var played = _search.PlayedAt(_delay);
        for (var band = 0; band < BandLevels.Bands; band++)
        {
            for (var i = 0; i < Window; i++)
                differences[i] = _heard[i * BandLevels.Bands + band] - played[i * BandLevels.Bands + band];
            differences.Sort();
            _gains[band] = differences[Window / 2];
        }
    }

    private bool IsExplained()
    {
        var step = _heardMs / PlayedLevels.StepMs - _delay;
        var excess = 0f;
        // The two steps of this frame, each against the loudest of what was played about then: a room smears, and steps do not align.
        for (var back = 1; back >= 0; back--)
        {
            _explained.AsSpan().Fill(BandLevels.FloorDb);
            for (var smear = -1; smear <= 4; smear++)
            {
                _played.Read(step - back - smear, _current);
                for (var band = 0; band < BandLevels.Bands; band++)
                    _explained[band] = Math.Max(_explained[band], _current[band] - 3 * Math.Max(0, smear - 1));
            }

            var heard = _heard.AsSpan((Window - 1 - back) * BandLevels.Bands);
            for (var band = 0; band < BandLevels.Bands; band++)
            {
                var over = heard[band] - Math.Max(_explained[band] + _gains[band], -65);
                excess += Math.Max(0, over - MarginDb);
                if (Math.Abs(over) < 2 * MarginDb && _explained[band] > -60)
                    _gains[band] += GainStepDb * Math.Sign(over);
            }
        }

        _excess = 0.6f * _excess + 0.4f * excess / (2 * BandLevels.Bands);
        return _excess < SpeakerDb;
    }
}
