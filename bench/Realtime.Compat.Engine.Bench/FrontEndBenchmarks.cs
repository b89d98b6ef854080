using System.Text;
using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Bench;

/// <summary>
/// All that a second of live audio costs from the message's bytes to the turn detector: 50 appends of 20 ms PCM16 are parsed, decoded, resampled, judged.
/// Time and bytes of one session, alone and with others whose frames meet.
/// </summary>
public class FrontEndBenchmarks
{
    private const int Appends = 50;

    private readonly byte[][] _messages = [.. Enumerable.Range(0, Appends).Select(Message)];
    private readonly Listener[] _listeners = new Listener[16];
    private readonly ValueTask<float>?[] _judging = new ValueTask<float>?[16];
    private SileroVadBatch _batch = null!;
    private SileroVadModel _model = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        _batch = new SileroVadBatch(_model);
        for (var i = 0; i < _listeners.Length; i++)
            _listeners[i] = new Listener(new GatheringDetector(_model, _batch));
    }

    [Benchmark]
    public void Alone() => Hear(1);

    [Benchmark(OperationsPerInvoke = 4)]
    public void With_3_others() => Hear(4);

    [Benchmark(OperationsPerInvoke = 8)]
    public void With_7_others() => Hear(8);

    [Benchmark(OperationsPerInvoke = 16)]
    public void With_15_others() => Hear(16);

    private void Hear(int sessions)
    {
        foreach (var message in _messages)
        {
            for (var i = 0; i < sessions; i++)
            {
                var append = (InputAudioBufferAppend)Dialect.Ga.Read(message).Event!;
                _listeners[i].Ear.Push(append.Audio.Span);
                append.Dispose();
                // 20 ms fill a frame of 32 at most once.
                _judging[i] = _listeners[i].Ear.HasFrame ? _listeners[i].Ear.JudgeAsync() : null;
            }

            if (_batch.Count > 0)
            {
                // Continues each stream here and now: what a session does next is no part of this.
                var probabilities = _batch.Run();
                for (int i = 0, answered = 0; answered < probabilities.Length; i++)
                    if (_listeners[i].Detector.Waits) _listeners[i].Detector.Answer(probabilities[answered++]);
            }

            for (var i = 0; i < sessions; i++)
            {
                if (_judging[i] is not { } judging) continue;
                var ear = _listeners[i].Ear;
                _listeners[i].Turns.Hear(ear.Read(judging.GetAwaiter().GetResult()), ear.Samples);
            }
        }
    }

    private static byte[] Message(int seed)
    {
        var pcm = new byte[960];
        new Random(seed).NextBytes(pcm);
        return Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");
    }

    private sealed class Listener(GatheringDetector detector)
    {
        public GatheringDetector Detector { get; } = detector;

        public Ear Ear { get; } = new(AudioFormat.Pcm16, detector, startMs: 0);

        public ITurnDetector Turns { get; } = TurnDetectors.Create(new ServerVad(), SileroVad.WidebandHz)!;
    }
}
