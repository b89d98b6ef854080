using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Turns.Bench;

/// <summary>
/// What the detector hears over a telephone (G.711 µ-law, 8 kHz), by its weights for 8 kHz and, the stream brought to 16 kHz, by those for 16. What it
/// says of the clean recording through a good microphone is taken for the truth: which frames are speech, and where turns begin and end.
/// </summary>
internal static class TelephoneFigures
{
    private const int TelephoneHz = 8_000;

    /// <summary>Noise so far below that there is none.</summary>
    private const double Clean = 200;

    /// <summary>Prints the figures as a table.</summary>
    /// <param name="shared">Folder of the shared data.</param>
    /// <param name="noiseFile">A WAV file of recorded noise; null for made-up noise only.</param>
    public static async Task PrintAsync(string shared, string? noiseFile)
    {
        var recordings = File.ReadLines(Path.Combine(shared, "MANIFEST.tsv"))
            .Select(line => line.Split('\t')[0])
            .Where(path => path.StartsWith("audio/en/", StringComparison.Ordinal) || path.StartsWith("audio/zh/", StringComparison.Ordinal))
            .Select(path => NoisySpeech.Read(Path.Combine(shared, path)))
            .ToList();
        var recorded = noiseFile is null ? null : NoisySpeech.Read(noiseFile);
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        Console.WriteLine("| noise | heard at | wrong frames | speech missed | noise taken for speech | turns found, missed, added | start later, mean / p95 ms | end later, mean / p95 ms |\n|---|---|---|---|---|---|---|---|");
        foreach (var noise in (string[])["white", "pink", .. recorded is null ? Array.Empty<string>() : ["recorded"]])
        {
            // Without noise all kinds are the same.
            foreach (var snrDb in noise == "white" ? (double[])[Clean, 20, 10, 5, 0] : [20, 10, 5, 0])
            {
                foreach (var rateHz in (int[])[SileroVad.WidebandHz, SileroVad.TelephoneHz])
                    await PrintRowAsync(recordings, model, noise, recorded, snrDb, rateHz);
            }
        }
    }

    private static async Task PrintRowAsync(List<float[]> recordings, SileroVadModel model, string noise, float[]? recorded, double snrDb, int rateHz)
    {
        var (frames, speech, missed, invented, turnsMissed, turnsAdded) = (0, 0, 0, 0, 0, 0);
        List<long> starts = [], ends = [];
        for (var index = 0; index < recordings.Count; index++)
        {
            var clean = NoisySpeech.Padded(recordings[index]);
            var truth = await HearAsync(AudioFormat.Pcm16, Pcm(clean), new SileroVoiceActivityDetector(model));
            // Each recording meets another stretch of the recorded noise.
            var sound = noise == "recorded" ? [.. recorded![(index * NoisySpeech.RateHz)..], .. recorded] : NoisySpeech.Noise(noise, clean.Length);
            var call = OverTelephone(NoisySpeech.Mixed(clean, recordings[index], sound, snrDb));
            IVoiceActivityDetector detector = new SileroVoiceActivityDetector(model);
            var heard = await HearAsync(AudioFormat.G711Ulaw, call, rateHz == TelephoneHz ? detector : new Upsampled(detector));
            for (var i = 0; i < Math.Min(truth.IsSpeech.Count, heard.IsSpeech.Count); i++, frames++)
            {
                speech += truth.IsSpeech[i] ? 1 : 0;
                missed += truth.IsSpeech[i] && !heard.IsSpeech[i] ? 1 : 0;
                invented += !truth.IsSpeech[i] && heard.IsSpeech[i] ? 1 : 0;
            }

            foreach (var turn in truth.Turns)
            {
                // The turn that was found is the one that overlaps; one that covers two counts for the first.
                var found = heard.Turns.FindIndex(other => other.StartMs < turn.EndMs && other.EndMs > turn.StartMs);
                if (found < 0)
                {
                    turnsMissed++;
                    continue;
                }

                starts.Add(heard.Turns[found].StartMs - turn.StartMs);
                ends.Add(heard.Turns[found].EndMs - turn.EndMs);
                heard.Turns.RemoveAt(found);
            }

            turnsAdded += heard.Turns.Count;
        }

        var name = snrDb == Clean ? "none" : $"{noise} {snrDb} dB";
        Console.WriteLine(
            $"| {name} | {rateHz / 1000} kHz | {(double)(missed + invented) / frames:P1} | {(double)missed / speech:P1} | {(double)invented / (frames - speech):P1} | " +
            $"{starts.Count}, {turnsMissed}, {turnsAdded} | {starts.Average():F0} / {Percentile(starts)} | {ends.Average():F0} / {Percentile(ends)} |");
    }

    /// <summary>Where the session's ear, in messages of 20 ms, hears speech, and the turns that <c>server_vad</c> makes of it.</summary>
    private static async Task<(List<bool> IsSpeech, List<(long StartMs, long EndMs)> Turns)> HearAsync(AudioFormat format, byte[] audio, IVoiceActivityDetector detector)
    {
        var ear = new Ear(format, detector, startMs: 0);
        var turns = TurnDetectors.Create(new ServerVad(), ear.SampleRateHz)!;
        List<bool> isSpeech = [];
        List<(long StartMs, long EndMs)> found = [];
        var lastMs = 0L;
        foreach (var message in audio.Chunk(format is AudioFormat.Pcm16 ? 960 : 160))
        {
            ear.Push(message);
            while (ear.HasFrame)
            {
                var frame = ear.Read(await ear.JudgeAsync());
                isSpeech.Add(frame.Probability >= 0.5);
                lastMs = frame.EndMs;
                var kind = turns.Hear(frame, ear.Samples).Kind;
                if (kind is TurnMarkKind.Started)
                    found.Add((frame.EndMs, long.MaxValue));
                else if (kind is TurnMarkKind.Ended)
                    found[^1] = found[^1] with { EndMs = frame.EndMs };
            }
        }

        if (found is [.., { EndMs: long.MaxValue } open])
            found[^1] = open with { EndMs = lastMs };
        return (isSpeech, found);
    }

    private static byte[] Pcm(float[] samples)
    {
        var wide = NoisySpeech.Resampled(samples, NoisySpeech.RateHz, 24_000);
        var pcm = new byte[2 * wide.Length];
        Pcm16.FromFloat(wide, pcm);
        return pcm;
    }

    private static byte[] OverTelephone(float[] samples)
    {
        var narrow = NoisySpeech.Resampled(samples, NoisySpeech.RateHz, TelephoneHz);
        var codes = new byte[narrow.Length];
        G711.EncodeMuLaw(narrow, codes);
        return codes;
    }

    private static long Percentile(List<long> values) => values.Order().ElementAt((int)(0.95 * (values.Count - 1)));

    /// <summary>A detector that does not ask for the stream's own rate.</summary>
    private sealed class Upsampled(IVoiceActivityDetector detector) : IVoiceActivityDetector
    {
        public int FrameLength => detector.FrameLength;

        public float Process(ReadOnlySpan<float> frame) => detector.Process(frame);

        public void Reset() => detector.Reset();
    }
}
