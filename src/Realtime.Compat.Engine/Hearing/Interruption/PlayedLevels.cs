using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>What was sent to the client, as band levels over the time at which it is probably played. One level a band is one byte: half a kilobyte a second.</summary>
internal sealed class PlayedLevels
{
    /// <summary>Time of one entry.</summary>
    public const int StepMs = BandLevels.StepMs;

    /// <summary>Time that is kept after it was played: longer than any echo takes.</summary>
    private const int KeptSteps = 3000 / StepMs;

    /// <summary>Beyond this, two pieces do not follow each other without a gap.</summary>
    private const int GapMs = 60;

    private const int SliceBytes = 4800;
    private const int RateHz = 16_000;

    private readonly BandLevels _levels = new(RateHz);
    private readonly float[] _current = new float[BandLevels.Bands];
    private byte[] _steps = new byte[BandLevels.Bands * 512];
    private float[] _decoded = [];
    private float[] _resampled = [];
    private Resampler? _resampler;
    private AudioFormat _format;
    private long _first;
    private int _count;

    /// <summary>Step after the last one known.</summary>
    public long End => _first + _count;

    /// <summary>Takes note of audio that was sent.</summary>
    /// <param name="audio">Whole samples.</param>
    /// <param name="format">Their format.</param>
    /// <param name="playsAtMs">When it is probably played, in ms of a wall clock.</param>
    /// <param name="nowMs">The wall clock now.</param>
    public void Sent(ReadOnlySpan<byte> audio, AudioFormat format, long playsAtMs, long nowMs)
    {
        if (_resampler is null || _format != format)
        {
            _format = format;
            _resampler = new Resampler(format.SampleRateHz(), RateHz);
            _decoded = new float[SliceBytes];
            _resampled = new float[_resampler.MaxOutputLength(SliceBytes)];
        }

        Forget(nowMs / StepMs - KeptSteps);
        if (_count == 0 || Math.Abs(playsAtMs - End * StepMs) > GapMs)
            JumpTo(playsAtMs / StepMs);
        for (; audio.Length > 0; audio = audio[Math.Min(SliceBytes, audio.Length)..])
        {
            var samples = AudioFormatCodec.Decode(format, audio[..Math.Min(SliceBytes, audio.Length)], _decoded);
            ReadOnlySpan<float> rest = _resampled.AsSpan(0, _resampler.Process(_decoded.AsSpan(0, samples), _resampled));
            while (_levels.TryNext(ref rest, _current))
                Add(_current);
        }
    }

    /// <summary>The client stops playing: what lies later is never played.</summary>
    public void Cut(long nowMs)
    {
        var end = nowMs / StepMs + 1;
        if (end < End)
            _count = (int)Math.Max(0, end - _first);
    }

    /// <summary>Levels of a step and of those after it, in whole dB; the floor where nothing was played.</summary>
    /// <param name="step">The first step.</param>
    /// <param name="levels">Receives <see cref="BandLevels.Bands"/> levels for each step.</param>
    public void Read(long step, Span<float> levels)
    {
        levels.Fill(BandLevels.FloorDb);
        var (from, end) = (Math.Max(step, _first), Math.Min(step + levels.Length / BandLevels.Bands, End));
        if (from >= end)
            return;
        var known = _steps.AsSpan((int)(from - _first) * BandLevels.Bands, (int)(end - from) * BandLevels.Bands);
        var target = levels.Slice((int)(from - step) * BandLevels.Bands, known.Length);
        for (var i = 0; i < known.Length; i++)
            target[i] = known[i] + BandLevels.FloorDb;
    }

    private void Add(ReadOnlySpan<float> levels)
    {
        if ((_count + 1) * BandLevels.Bands > _steps.Length)
            Array.Resize(ref _steps, _steps.Length * 2);
        for (var band = 0; band < levels.Length; band++)
            _steps[_count * BandLevels.Bands + band] = (byte)Math.Clamp(levels[band] - BandLevels.FloorDb, 0, 255);
        _count++;
    }

    /// <summary>Fills the silence between two pieces, or begins anew.</summary>
    private void JumpTo(long step)
    {
        _levels.Reset();
        if (_count == 0 || step < End || step - End > KeptSteps)
            (_first, _count) = (step, 0);
        _current.AsSpan().Fill(BandLevels.FloorDb);
        while (End < step)
            Add(_current);
    }

    private void Forget(long before)
    {
        var old = (int)Math.Clamp(before - _first, 0, _count);
        // Moving everything for every piece would cost more than it saves.
        if (old < 256)
            return;
        _steps.AsSpan(old * BandLevels.Bands, (_count - old) * BandLevels.Bands).CopyTo(_steps);
        (_first, _count) = (_first + old, _count - old);
    }
}
