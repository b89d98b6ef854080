using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Interruption;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Bench;

/// <summary>What knowing one's own voice costs a session for each second of an answer: taking note of what is sent, and looking for it in what the microphone hears.</summary>
public class EchoBenchmarks
{
    private const int Seconds = SpokenAppends.Seconds;
    private const int PieceMs = 100;
    private const int RateHz = SileroVad.WidebandHz;

    /// <summary>Delay and loudness of the echo.</summary>
    private const int DelayMs = 250;

    private const float Gain = 0.2f;

    private readonly EchoDetector _echo = new(RateHz);
    private byte[] _answer = [];
    private float[] _heard = [];
    private long _atMs;

    [GlobalSetup]
    public void Setup()
    {
        var samples = SpokenAppends.Samples();
        _answer = new byte[2 * samples.Length];
        Pcm16.FromFloat(samples, _answer);
        var echo = SpokenAppends.Samples(RateHz);
        _heard = new float[echo.Length];
        for (var i = 0; i < _heard.Length; i++)
            _heard[i] = Gain * echo[(i + echo.Length - DelayMs * RateHz / 1000) % echo.Length];

        for (var round = 0; round < 3; round++)
            Answer();
        if (_echo.DelayMs is null)
            throw new InvalidOperationException("The echo is to be found.");
    }

    /// <summary>Every frame counts as speech, so that every frame is compared.</summary>
    [Benchmark(OperationsPerInvoke = Seconds)]
    public void Answer()
    {
        const int pieceLength = PieceMs * SpokenAppends.RateHz / 1000 * 2, frameLength = SileroVad.FrameMs * RateHz / 1000;
        for (int sent = 0, frame = 0; frame * SileroVad.FrameMs < Seconds * 1000; frame++)
        {
            for (; sent * PieceMs <= frame * SileroVad.FrameMs; sent++)
            {
                var at = DateTimeOffset.FromUnixTimeMilliseconds(_atMs + sent * PieceMs);
                _echo.Sent(_answer.AsSpan(sent * pieceLength, pieceLength), AudioFormat.Pcm16, at, at);
            }

            var (start, end) = (_atMs + frame * SileroVad.FrameMs, _atMs + (frame + 1) * SileroVad.FrameMs);
            _echo.IsEcho(new SpeechFrame(1, start, end), _heard.AsSpan(frame * frameLength, frameLength), DateTimeOffset.FromUnixTimeMilliseconds(end));
        }

        _atMs += Seconds * 1000;
    }

    /// <summary>The part of it that takes note.</summary>
    [Benchmark(OperationsPerInvoke = Seconds)]
    public void Take_note()
    {
        const int pieceLength = PieceMs * SpokenAppends.RateHz / 1000 * 2;
        for (var sent = 0; sent * PieceMs < Seconds * 1000; sent++)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(_atMs + sent * PieceMs);
            _echo.Sent(_answer.AsSpan(sent * pieceLength, pieceLength), AudioFormat.Pcm16, at, at);
        }

        _atMs += Seconds * 1000;
    }
}
