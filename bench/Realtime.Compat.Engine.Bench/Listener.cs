using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Bench;

/// <summary>A session's front end: from the bytes of a message to the turn detector.</summary>
internal sealed class Listener<TDetector>(TDetector detector, TurnDetection detection)
    where TDetector : IVoiceActivityDetector
{
    private readonly ITurnDetector _turns = TurnDetectors.Create(detection, detector.SampleRateHz)!;

    public TDetector Detector { get; } = detector;

    public Ear Ear { get; } = new(AudioFormat.Pcm16, detector, startMs: 0);

    /// <summary>Turns that began.</summary>
    public int Started { get; private set; }

    /// <summary>Turns that ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Parses a message and takes its audio in.</summary>
    public void Take(byte[] message)
    {
        var append = (InputAudioBufferAppend)Dialect.Ga.Read(message).Event!;
        Ear.Push(append.Audio.Span);
        append.Dispose();
    }

    /// <summary>Hands the frame that was judged to the turn detector.</summary>
    public void Hear(float probability)
    {
        switch (_turns.Hear(Ear.Read(probability), Ear.Samples).Kind)
        {
            case TurnMarkKind.Started:
                Started++;
                break;
            case TurnMarkKind.Ended:
                Ended++;
                break;
        }
    }
}
