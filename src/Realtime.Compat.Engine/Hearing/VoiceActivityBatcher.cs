using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Computes frames of many streams together: with many at once, a frame costs half of what it costs alone. A frame waits at most
/// <see cref="Patience"/> for others of its rate; while hardly any would meet, none waits.
/// </summary>
public sealed class VoiceActivityBatcher : IDisposable
{
    /// <summary>Longest wait of a frame: 5 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Fewest streams of one rate for which waiting pays: a frame that waits must wake its session anew, and with fewer streams that costs more than frames
    /// save that meet (measured: bench/Realtime.Compat.Engine.Bench --live; even at 64, 8 % less at 96, 9 to 32 % less at 128).
    /// </summary>
    internal const int FewestStreams = 96;

    private readonly SileroVadModel _model;
    private readonly FrameGatherer _wideband;
    private readonly FrameGatherer _telephone;

    /// <summary>A batcher without streams.</summary>
    /// <param name="model">The weights, shared by all streams.</param>
    /// <param name="clock">Wall time.</param>
    public VoiceActivityBatcher(SileroVadModel model, TimeProvider clock) : this(model, clock, FewestStreams) { }

    /// <summary>The same with another number of streams from which frames wait.</summary>
    internal VoiceActivityBatcher(SileroVadModel model, TimeProvider clock, int fewestStreams)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(clock);
        _model = model;
        _wideband = new FrameGatherer(model, SileroVad.WidebandHz, clock, fewestStreams);
        _telephone = new FrameGatherer(model, SileroVad.TelephoneHz, clock, fewestStreams);
    }

    /// <summary>A detector for one more stream.</summary>
    public IVoiceActivityDetector CreateDetector() => new SileroVoiceActivityDetector(_model, this, SileroVad.WidebandHz);

    /// <summary>Stops the clock. Frames that wait are not answered: streams end first.</summary>
    public void Dispose()
    {
        _wideband.Dispose();
        _telephone.Dispose();
    }

    /// <summary>Where frames of one rate meet.</summary>
    internal FrameGatherer At(int sampleRateHz) => sampleRateHz == SileroVad.TelephoneHz ? _telephone : _wideband;
}
