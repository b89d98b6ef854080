using System.Globalization;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Hearing.Turns.Words;
using Realtime.Compat.Engine.Tests.Hearing.Turns;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Turns.Bench;
using Realtime.Compat.Turns.Bench.Noise;

// Judges the detector of turn ends on the half of the AMI samples that was not trained on; --train prints new weights, --noise what noise reduction does, with
// --words to a recogniser, too, and with --tuning to the recordings that it was tuned on; names of noises or of ways to take them out: only those;
// --telephone [WAV file of noise] what is heard over G.711.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Contains("--noise"))
{
    NoiseFigures.Print(Shared(), heldOut: !args.Contains("--tuning"), withWords: args.Contains("--words"), [.. args.Where(arg => !arg.StartsWith('-'))]);
    return 0;
}

if (args is ["--telephone", ..])
{
    await TelephoneFigures.PrintAsync(Shared(), args.ElementAtOrDefault(1));
    return 0;
}

var file = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? Path.Combine(Shared(), AmiSample.Path);
if (!File.Exists(file))
{
    Console.Error.WriteLine($"{file} is missing: put the shared data beside the checkout, or name the file.");
    return 1;
}

var samples = AmiSample.Load(file);
if (args.Contains("--train"))
{
    var training = samples.Where(sample => !sample.IsHeldOut).ToList();
    var weights = Training.Fit(training);
    Console.WriteLine(string.Join(", ", weights.Select((weight, i) => $"({(CompletionFeature)i}, {Math.Round(weight, 2)})")));
    Console.WriteLine($"Eagerness low: {Training.FitPatience(training)} (with the weights of this build)");
    return 0;
}

var heldOut = samples.Where(sample => sample.IsHeldOut).ToList();
Console.WriteLine($"Held out: {heldOut.Count} pauses of {heldOut.DistinctBy(sample => sample.Meeting).Count()} meetings, {heldOut.Count(sample => sample.IsEnd)} of them ends.");
Print("with punctuation", heldOut);
Print("without punctuation", [.. heldOut.Select(sample => sample.WithoutMarks())]);
PrintExamples();
Console.WriteLine($"\n## Mandarin, {ChineseSample.All.Count} cases written by hand");
PrintChinese("with punctuation", ChineseSample.All.Select(sample => sample.WithMarks()));
PrintChinese("without punctuation", ChineseSample.All);
return 0;

static void PrintChinese(string title, IEnumerable<ChineseSample> samples)
{
    var scored = samples.Select(sample => (sample.IsEnd, IsTaken: CompletionScorer.LogOdds(sample.Words) > 0)).ToList();
    var right = scored.Count(sample => sample is { IsEnd: true, IsTaken: true });
    Console.WriteLine($"{title}: precision {(double)right / scored.Count(sample => sample.IsTaken):P1}, recall {(double)right / scored.Count(sample => sample.IsEnd):P1}");
}

// The data beside the checkout.
static string Shared()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln"))) return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
    return Path.GetFullPath(Path.Combine("..", "shared"));
}

static void Print(string title, List<AmiSample> samples)
{
    Dictionary<AmiSample, double> scores = new(ReferenceEqualityComparer.Instance);
    foreach (var sample in samples)
        scores[sample] = CompletionScorer.LogOdds(sample.Words);
    var even = TurnScore.Of(samples, sample => scores[sample], _ => 0);
    Console.WriteLine($"\n## {title}\nprecision {even.Precision:P1}, recall {even.Recall:P1} at even odds\n");
    Console.WriteLine("| eagerness | cut off | mean wait | fixed silence that cuts off as many | saved |\n|---|---|---|---|---|");
    foreach (var eagerness in (Eagerness[])[Eagerness.Low, Eagerness.Medium, Eagerness.High])
    {
        var score = TurnScore.Of(samples, sample => scores[sample], sample => RunningWait.Ms(SemanticWait.Ms(eagerness, scores[sample])));
        var silence = TurnScore.FixedSilenceMs(samples, score.CutOff);
        Console.WriteLine($"| {eagerness} | {score.CutOff:P1} | {score.MeanWaitMs:F0} ms | {silence} ms | {silence - score.MeanWaitMs:F0} ms |");
    }

    // The other way round: what a fixed 500 ms costs in wait, against the wait curve scaled until it cuts off as many pauses. Both as they run, in steps of a frame.
    var fixedMs = RunningWait.OfSilence(500);
    var cutOff = TurnScore.CutOffOf(samples, _ => fixedMs);
    var scale = 2.0;
    while (scale > 0.01 && TurnScore.CutOffOf(samples, sample => Scaled(scores[sample], scale)) <= cutOff)
        scale -= 0.005;
    scale += 0.005;
    var wait = TurnScore.MeanWaitOf(samples, sample => Scaled(scores[sample], scale));
    Console.WriteLine($"\nA fixed 500 ms (which ends at {fixedMs}) cuts off {cutOff:P1}; the curve of medium times {scale:F3} cuts off "
        + $"{TurnScore.CutOffOf(samples, sample => Scaled(scores[sample], scale)):P1} and waits {wait:F0} ms: {fixedMs - wait:F0} ms saved.");

    static double Scaled(double logOdds, double scale) => RunningWait.Ms(SemanticWait.Ms(Eagerness.Medium, logOdds) * scale);
}

// What is waited after sentences of every kind when their words are there at once.
static void PrintExamples()
{
    string[] sentences = ["What time is it?", "Yes.", "My flight leaves at seven in the morning.", "I would like a table for", "so I was, um"];
    Console.WriteLine($"\n| eagerness | {string.Join(" | ", sentences)} |\n|---|{string.Concat(sentences.Select(_ => "---|"))}");
    foreach (var eagerness in (Eagerness[])[Eagerness.High, Eagerness.Medium, Eagerness.Low])
        Console.WriteLine($"| {eagerness} | {string.Join(" | ", sentences.Select(sentence => $"{RunningWait.Ms(SemanticWait.Ms(eagerness, CompletionScorer.LogOdds(sentence))) / 1000.0:F2} s"))} |");
}
