using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.PocketSphinx;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>What noise reduction does to recorded speech: to its signal, to the voice detector's judgement, and to a recogniser's words.</summary>
internal static partial class NoiseFigures
{
    private const int PaddingMs = 2000;

    /// <summary>Prints the figures as a table.</summary>
    /// <param name="shared">Folder of the shared data.</param>
    /// <param name="heldOut">Recordings and noises that nothing was tuned on; else the others, with more ways to mix.</param>
    /// <param name="withWords">Recognise the words, too: ten times as long.</param>
    /// <param name="only">Names of noises and of ways to clean, to see no others; where it names none of the one or the other, all of them.</param>
    public static void Print(string shared, bool heldOut, bool withWords, IReadOnlyList<string> only)
    {
        var recordings = Recording.Load(shared, heldOut);
        var noises = new NoiseSource(shared, [.. Recording.Load(shared, !heldOut).Select(recording => recording.Samples)]);
        var silero = SileroVadModel.Load(SileroVadModel.DefaultPath);
        var ears = withWords ? new PocketSphinxRecognizer(Options.Create(new SpeechOptions())) : null;
        var cleaners = heldOut ? Cleaners.All(shared) : Cleaners.All(shared, -15, -10);
        Console.WriteLine($"{recordings.Count} recordings, {recordings.Sum(recording => recording.Samples.Length) / Recording.RateHz} s of speech\n");
        Console.WriteLine("| noise | SNR | cleaned by | SI-SDR | speech missed | noise taken for speech | turns false / missed / open too long | word errors | ms a second |\n|---|---|---|---|---|---|---|---|---|");
        if (cleaners.Any(cleaner => only.Contains(cleaner.Name)))
            cleaners.RemoveAll(cleaner => !only.Contains(cleaner.Name));
        string[] all = [NoiseSource.None, .. heldOut ? NoiseSource.HeldOut : NoiseSource.Tuning];
        foreach (var noise in all.Where(kind => !all.Any(only.Contains) || only.Contains(kind)))
        {
            foreach (var snrDb in noise == NoiseSource.None ? [60] : (double[])[20, 10, 5, 0])
            {
                foreach (var (name, clean) in cleaners)
                    PrintRow(noise, snrDb, name, Figures(recordings, noises, noise, snrDb, clean, silero, snrDb > 0 ? ears : null));
            }
        }
    }

    private static void PrintRow(string noise, double snrDb, string name, NoiseScore score) => Console.WriteLine(
        $"| {noise} | {snrDb} | {name} | {score.SiSdrDb / score.Recordings:F1} | {(double)score.Missed / score.Speech:P1} | {(double)score.Wrong / score.Silence:P1} | "
        + $"{score.FalseTurns} / {score.MissedTurns} / {score.OpenTurns} | {(score.Words == 0 ? "–" : ((double)score.WordErrors / score.Words).ToString("P0"))} | {score.Time.TotalMilliseconds / score.AudioSeconds:F1} |");

    private static NoiseScore Figures(
        List<Recording> recordings, NoiseSource noises, string noise, double snrDb, Func<float[], float[]> clean, SileroVadModel silero, PocketSphinxRecognizer? ears)
    {
        var score = new NoiseScore();
        foreach (var (samples, said) in recordings)
        {
            var padded = Padded(samples);
            var truth = Measure.Speech(silero, padded);
            var mixed = Mixed(padded, Measure.Level(samples), noises.Make(noise, padded.Length, said.Length), snrDb);
            var watch = Stopwatch.GetTimestamp();
            var cleaned = clean(mixed);
            score.Time += Stopwatch.GetElapsedTime(watch);
            score.Recordings++;
            score.AudioSeconds += (double)padded.Length / Recording.RateHz;
            var speech = (padded.Length - samples.Length) / 2;
            score.SiSdrDb += Measure.SiSdrDb(samples, cleaned.AsSpan(speech, samples.Length));
            score.Hear(truth, Measure.Speech(silero, cleaned));
            if (ears is null)
                continue;
            // What the server would send: the turn with 300 ms before it and half a second after it.
            var utterance = cleaned.AsSpan(speech - 3 * Recording.RateHz / 10, samples.Length + 8 * Recording.RateHz / 10);
            score.WordErrors += WordErrors.Count(said, string.Join(' ', Letters().Matches(ears.Recognize(utterance, RecognitionHints.None).Text.ToLowerInvariant()).Select(match => match.Value)));
            score.Words += WordErrors.Words(said).Length;
        }

        return score;
    }

    private static float[] Padded(float[] samples)
    {
        var padding = PaddingMs * Recording.RateHz / 1000;
        return [.. new float[padding], .. samples, .. new float[padding]];
    }

    private static float[] Mixed(float[] padded, float speechLevel, float[] noise, double snrDb)
    {
        var gain = speechLevel / Measure.Level(noise) * MathF.Pow(10, (float)-snrDb / 20);
        return [.. padded.Zip(noise, (speech, sample) => Math.Clamp(speech + gain * sample, -1, 1))];
    }

    [GeneratedRegex("[a-z']+")]
    private static partial Regex Letters();
}
