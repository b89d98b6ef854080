using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Detectors of one rate whose frames are computed together.</summary>
internal sealed class VoiceActivityBatch(SileroVadModel model, int sampleRateHz)
{
    private readonly SileroVadBatch _network = new(model, sampleRateHz);
    private readonly SileroVoiceActivityDetector[] _detectors = new SileroVoiceActivityDetector[SileroVadBatch.Capacity];

    /// <summary>Frames that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more fit.</summary>
    public bool IsFull => Count == _detectors.Length;

    /// <summary>Adds the frame that a detector holds.</summary>
    public void Add(SileroVoiceActivityDetector detector) => _detectors[Count++] = detector;

    /// <summary>Computes the frames and answers each; empty afterwards.</summary>
    /// <param name="caller">The detector on whose stream's thread this runs, and which waits for nothing else; null for none.</param>
    public void Run(SileroVoiceActivityDetector? caller)
    {
        foreach (var detector in _detectors.AsSpan(0, Count))
            _network.Add(detector.Stream, detector.Frame.Span);
        var probabilities = _network.Run();
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (_detectors[i] == caller) caller.Answer(probabilities[i]);
            else _detectors[i].AnswerElsewhere(probabilities[i]);
        }

        _detectors.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
