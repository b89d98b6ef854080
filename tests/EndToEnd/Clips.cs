using Realtime.Compat.LiveServer;
using Realtime.Compat.Testing;

namespace Realtime.Compat.EndToEnd;

/// <summary>What is said to the server: recordings of people where they are at hand, else an English voice made on the spot.</summary>
internal static class Clips
{
    private static readonly string[] Sentences =
    [
        "experience proves this", "why should one halt on the way", "he was not an ill disposed young man", "what is the weather in paris today",
        "please remind me to call my sister at seven this evening", "the train to the city leaves from platform two",
    ];

    /// <summary>Whether there are recordings.</summary>
    public static bool AreRecorded { get; } = SharedData.WhyMissing("audio", "en") is null;

    /// <summary>All English clips.</summary>
    /// <param name="worker">Speaks where there are no recordings.</param>
    public static async Task<IReadOnlyList<Clip>> EnglishAsync(RunningWorker worker)
    {
        if (AreRecorded)
            return Recorded("en");
        var clips = new List<Clip>();
        foreach (var sentence in Sentences)
            clips.Add(new Clip($"synthetic {clips.Count + 1}", sentence, await worker.SpeakAsync(sentence)));
        return clips;
    }

    /// <summary>Recordings of one language, with their transcripts from the manifest.</summary>
    public static IReadOnlyList<Clip> Recorded(string language) =>
    [
        .. File.ReadLines(SharedData.PathOf("MANIFEST.tsv"))
            .Select(line => line.Split('\t'))
            .Where(columns => columns is [_, _, _, _, _, var spoken, ..] && spoken == language && columns[0].StartsWith("audio/", StringComparison.Ordinal))
            .Select(columns => new Clip(Path.GetFileNameWithoutExtension(columns[0]), columns[6], Pcm.ReadWav(SharedData.PathOf(columns[0])))),
    ];
}
