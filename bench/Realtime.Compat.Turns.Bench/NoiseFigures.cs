using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Turns.Bench;

/// <summary>What noise reduction does to the recordings of the shared data: to the voice detector's judgement, and to a recogniser's words.</summary>
internal static partial class NoiseFigures
{
    private const int RateHz = NoisySpeech.RateHz;

    /// <summary>Prints the figures as a table.</summary>
    /// <param name="shared">Folder of the shared data.</param>
    /// <param name="worker">Base address of a server with <c>/v1/audio/transcriptions</c>; null for the voice detector only.</param>
    public static async Task PrintAsync(string shared, string? worker)
    {
        var recordings = File.ReadLines(Path.Combine(shared, "MANIFEST.tsv"))
            .Select(line => line.Split('\t'))
            .Where(fields => fields[0].StartsWith("audio/en/", StringComparison.Ordinal))
            .Select(fields => (Samples: NoisySpeech.Read(Path.Combine(shared, fields[0])), Words: Words(fields[6])))
            .ToList();
        var silero = SileroVadModel.Load(SileroVadModel.DefaultPath);
        Console.WriteLine("| noise | reduction | speech missed | noise taken for speech | turns (of 12) | word errors |\n|---|---|---|---|---|---|");
        foreach (var noise in (string[])["pink", "office"])
        {
            foreach (var snrDb in (double[])[60, 20, 10, 5])
            {
                foreach (var reduction in (NoiseReduction?[])[null, NoiseReduction.NearField, NoiseReduction.FarField])
                    await PrintRowAsync(recordings, silero, worker, noise, snrDb, reduction);
            }
        }
    }

    private static async Task PrintRowAsync(
        List<(float[] Samples, string[] Words)> recordings, SileroVadModel silero, string? worker, string noise, double snrDb, NoiseReduction? reduction)
    {
        var (speech, missed, silence, wrong, turns, errors, words) = (0, 0, 0, 0, 0, 0, 0);
        foreach (var (samples, said) in recordings)
        {
            var clean = NoisySpeech.Padded(samples);
            var truth = Judge(silero, clean);
            var mixed = NoisySpeech.Mixed(clean, samples, NoisySpeech.Noise(noise, clean.Length), snrDb);
            if (reduction is { } chosen)
                mixed = UtteranceNoise.Reduce(mixed, chosen);
            var heard = Judge(silero, mixed);
            for (var i = 0; i < truth.Length; i++)
            {
                speech += truth[i] > 0.8 ? 1 : 0;
                missed += truth[i] > 0.8 && heard[i] < 0.5 ? 1 : 0;
                silence += truth[i] < 0.1 ? 1 : 0;
                wrong += truth[i] < 0.1 && heard[i] >= 0.5 ? 1 : 0;
            }

            turns += TurnsIn(heard);
            if (worker is not null)
            {
                errors += Errors(said, Words(await TranscribeAsync(worker, mixed)));
                words += said.Length;
            }
        }

        Console.WriteLine($"| {noise} {snrDb} dB | {reduction?.ToString() ?? "none"} | {(double)missed / speech:P1} | {(double)wrong / silence:P1} | {turns} | {(words == 0 ? "–" : ((double)errors / words).ToString("P0"))} |");
    }

    /// <summary>Turns that 64 ms of speech start and half a second of silence ends.</summary>
    private static int TurnsIn(float[] probabilities)
    {
        var (turns, run, quiet, inTurn) = (0, 0, 0, false);
        foreach (var p in probabilities)
        {
            run = p >= 0.5f ? run + 1 : 0;
            quiet = p < 0.35f ? quiet + 1 : 0;
            if (!inTurn && run >= 2)
                (inTurn, turns) = (true, turns + 1);
            else if (inTurn && quiet >= 16)
                inTurn = false;
        }

        return turns;
    }

    private static float[] Judge(SileroVadModel model, float[] samples)
    {
        var vad = new SileroVad(model);
        return [.. samples.Chunk(vad.FrameLength).Where(frame => frame.Length == vad.FrameLength).Select(frame => vad.Process(frame))];
    }

    private static async Task<string> TranscribeAsync(string worker, float[] samples)
    {
        using var client = new HttpClient();
        using var file = new ByteArrayContent(WavWriter.ToBytes(samples, RateHz));
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var form = new MultipartFormDataContent { { file, "file", "a.wav" }, { new StringContent("whisper-1"), "model" }, { new StringContent("en"), "language" } };
        using var response = await client.PostAsync(new Uri($"{worker.TrimEnd('/')}/v1/audio/transcriptions"), form);
        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("text").GetString() ?? "";
    }

    private static string[] Words(string text) => [.. Letters().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>Levenshtein's distance in words.</summary>
    private static int Errors(string[] said, string[] heard)
    {
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= heard.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    [GeneratedRegex("[a-z']+")]
    private static partial Regex Letters();
}
