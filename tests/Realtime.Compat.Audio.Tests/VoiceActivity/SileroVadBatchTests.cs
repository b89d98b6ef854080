using Xunit.Abstractions;

namespace Realtime.Compat.Audio.Tests;

public class SileroVadBatchTests(ITestOutputHelper output)
{
    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    public static TheoryData<int> Rates => [.. SpeechFrames.Rates];

    [SileroTheory]
    [MemberData(nameof(Rates))]
    public void Every_kind_of_machine_gives_what_plain_arithmetic_gives_alone_and_in_batches_of_any_size(int rateHz)
    {
        // Plain arithmetic itself is held against ONNX Runtime below.
        var plain = Load(SileroKernels.Scalar);
        var frameLength = new SileroVad(plain, rateHz).FrameLength;
        var samples = SpeechFrames.Audio(rateHz).First(audio => audio.Samples.Length > 40 * frameLength).Samples;
        var frames = SpeechFrames.Frames(samples, frameLength).Take(40).ToArray();
        foreach (var (name, kernels) in Machines())
        {
            var model = Load(kernels);
            foreach (var size in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16 })
                Compare($"{name}, {size} together", Alone(plain, frames, size, rateHz), Together(model, frames, size, rateHz), tolerance: 2e-5f);
        }
    }

    [OnnxRuntimeTheory]
    [MemberData(nameof(Rates))]
    public void A_batch_equals_onnx_runtime_on_every_recording(int rateHz)
    {
        var all = SpeechFrames.Audio(rateHz).ToArray();
        foreach (var group in all.Chunk(SileroVadBatch.Capacity))
        {
            var streams = group.Select(audio => new Stream(audio.Name, new SileroVad(Model.Value, rateHz), new OnnxRuntimeVad(SileroVadModel.DefaultPath, rateHz), audio.Samples)).ToArray();
            var batch = new SileroVadBatch(Model.Value, rateHz);
            for (var frame = 0; streams.Any(stream => stream.HasFrame(frame)); frame++)
            {
                // Streams end one by one, so that batches of every size occur.
                var present = streams.Where(stream => stream.HasFrame(frame)).ToArray();
                foreach (var stream in present) batch.Add(stream.Vad, stream.Frame(frame));
                var probabilities = batch.Run();
                for (var i = 0; i < present.Length; i++)
                {
                    var difference = Math.Abs(probabilities[i] - present[i].Reference.Process(present[i].Frame(frame)));
                    Assert.True(difference < 1e-4f, $"{present[i].Name}, frame {frame}: differs from ONNX Runtime by {difference}");
                    present[i].Worst = Math.Max(present[i].Worst, difference);
                }
            }

            foreach (var stream in streams)
            {
                output.WriteLine($"{stream.Name}: largest difference {stream.Worst:E1}");
                stream.Reference.Dispose();
            }
        }
    }

    [OnnxRuntimeTheory]
    [MemberData(nameof(Rates))]
    public void Plain_arithmetic_equals_onnx_runtime(int rateHz)
    {
        var vad = new SileroVad(Load(SileroKernels.Scalar), rateHz);
        foreach (var (name, samples) in SpeechFrames.Audio(rateHz).TakeLast(5))
        {
            using var reference = new OnnxRuntimeVad(SileroVadModel.DefaultPath, rateHz);
            vad.Reset();
            foreach (var frame in SpeechFrames.Frames(samples, vad.FrameLength).Take(200))
                Assert.True(Math.Abs(vad.Process(frame.Span) - reference.Process(frame.Span)) < 1e-4f, name);
        }
    }

    [SileroFact]
    public void A_stream_may_go_from_batch_to_batch_and_run_alone_between()
    {
        var frames = SpeechFrames.Frames(Signals.Babble(40 * SpeechFrames.Length, SileroVad.WidebandHz, seed: 2)).ToArray();
        var expected = Alone(Model.Value, frames, 1, SileroVad.WidebandHz)[0];
        var (vad, others) = (new SileroVad(Model.Value), Enumerable.Range(0, 15).Select(_ => new SileroVad(Model.Value)).ToArray());
        var batches = new[] { new SileroVadBatch(Model.Value), new SileroVadBatch(Model.Value) };
        for (var i = 0; i < frames.Length; i++)
        {
            float probability;
            if (i % 3 == 2)
            {
                probability = vad.Process(frames[i].Span);
            }
            else
            {
                var batch = batches[i % 2];
                foreach (var other in others[..(i % 16)]) batch.Add(other, frames[^1].Span);
                batch.Add(vad, frames[i].Span);
                probability = batch.Run()[^1];
            }

            Assert.Equal(expected[i], probability, 2e-5f);
        }
    }

    [SileroFact]
    public void An_empty_batch_runs_to_nothing() => Assert.True(new SileroVadBatch(Model.Value).Run().IsEmpty);

    [SileroFact]
    public void What_a_batch_cannot_take_is_refused_and_what_it_has_stays()
    {
        var batch = new SileroVadBatch(Model.Value);
        var (stream, frame) = (new SileroVad(Model.Value), Signals.Noise(SpeechFrames.Length, seed: 3));
        batch.Add(stream, frame);

        Assert.Throws<ArgumentException>(() => batch.Add(stream, frame));
        Assert.Throws<ArgumentException>(() => batch.Add(new SileroVad(Model.Value), frame.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => batch.Add(new SileroVad(Load(SileroKernels.Scalar)), frame));
        Assert.Throws<ArgumentException>(() => batch.Add(new SileroVad(Model.Value, SileroVad.TelephoneHz), frame.AsSpan(0, frame.Length / 2)));
        while (!batch.IsFull) batch.Add(new SileroVad(Model.Value), frame);
        Assert.Throws<InvalidOperationException>(() => batch.Add(new SileroVad(Model.Value), frame));

        Assert.Equal(SileroVadBatch.Capacity, batch.Run().Length);
        Assert.Equal(0, batch.Count);
        batch.Add(stream, frame);
    }

    [SileroFact]
    public void A_broken_frame_spoils_no_other_stream()
    {
        var frames = SpeechFrames.Frames(Signals.Babble(20 * SpeechFrames.Length, SileroVad.WidebandHz, seed: 4)).ToArray();
        var expected = Alone(Model.Value, frames, 1, SileroVad.WidebandHz)[0];
        var (vad, hit) = (new SileroVad(Model.Value), new SileroVad(Model.Value));
        var broken = Enumerable.Repeat(float.NaN, SpeechFrames.Length).ToArray();
        var batch = new SileroVadBatch(Model.Value);
        for (var i = 0; i < frames.Length; i++)
        {
            batch.Add(hit, broken);
            batch.Add(vad, frames[i].Span);
            var probabilities = batch.Run();
            Assert.InRange(probabilities[0], 0, 1);
            Assert.Equal(expected[i], probabilities[1], 2e-5f);
        }
    }

    [SileroFact]
    public void Allocates_nothing_per_frame()
    {
        var batch = new SileroVadBatch(Model.Value);
        var streams = Enumerable.Range(0, 7).Select(_ => new SileroVad(Model.Value)).ToArray();
        var frame = Signals.Noise(SpeechFrames.Length, seed: 5);
        Allocations.AssertNone(() =>
        {
            foreach (var stream in streams) batch.Add(stream, frame);
            batch.Run();
        });
    }

    private static IEnumerable<(string Name, SileroKernels Kernels)> Machines() =>
    [
        ("AVX-512", SileroKernels.Avx512), ("AVX2", SileroKernels.Avx2), ("NEON", SileroKernels.Neon), ("SSE", SileroKernels.Sse), ("plain", SileroKernels.Scalar),
    ];

    private static SileroVadModel Load(SileroKernels kernels)
    {
        using var file = File.OpenRead(SileroVadModel.DefaultPath);
        return SileroVadModel.Load(file, kernels);
    }

    /// <summary>Streams that each begin one frame later than the one before, one by one.</summary>
    private static float[][] Alone(SileroVadModel model, ReadOnlyMemory<float>[] frames, int streams, int rateHz) =>
        [.. Enumerable.Range(0, streams).Select(first =>
        {
            var vad = new SileroVad(model, rateHz);
            return frames.Select((_, i) => vad.Process(frames[(i + first) % frames.Length].Span)).ToArray();
        })];

    private static float[][] Together(SileroVadModel model, ReadOnlyMemory<float>[] frames, int streams, int rateHz)
    {
        var vads = Enumerable.Range(0, streams).Select(_ => new SileroVad(model, rateHz)).ToArray();
        var probabilities = vads.Select(_ => new float[frames.Length]).ToArray();
        var batch = new SileroVadBatch(model, rateHz);
        for (var i = 0; i < frames.Length; i++)
        {
            for (var s = 0; s < streams; s++) batch.Add(vads[s], frames[(i + s) % frames.Length].Span);
            var results = batch.Run();
            for (var s = 0; s < streams; s++) probabilities[s][i] = results[s];
        }

        return probabilities;
    }

    private static void Compare(string what, float[][] expected, float[][] actual, float tolerance)
    {
        for (var s = 0; s < expected.Length; s++)
        {
            for (var i = 0; i < expected[s].Length; i++)
                Assert.True(Math.Abs(expected[s][i] - actual[s][i]) < tolerance, $"{what}: stream {s}, frame {i}: {actual[s][i]} instead of {expected[s][i]}");
        }
    }

    private sealed record Stream(string Name, SileroVad Vad, OnnxRuntimeVad Reference, float[] Samples)
    {
        public float Worst { get; set; }

        public bool HasFrame(int index) => (index + 1) * Vad.FrameLength <= Samples.Length;

        public ReadOnlySpan<float> Frame(int index) => Samples.AsSpan(index * Vad.FrameLength, Vad.FrameLength);
    }
}
