using System.Diagnostics;
using Realtime.Compat.Speech.Tests.Support;
using Xunit.Abstractions;

namespace Realtime.Compat.Speech.Tests.RealEngines;

[Collection(RealWorkerGroup.Name)]
public sealed class WordErrorRateTests(RealWorker host, ITestOutputHelper output)
{
    // 16.7 % when this was written, on 120 words; the margin is for other processors' rounding.
    private const double Most = 0.22;

    [NativeFact(Engines.PocketSphinx | Engines.Recordings)]
    public async Task Recorded_English_is_understood()
    {
        var (errors, words) = (0, 0);
        var watch = Stopwatch.StartNew();
        foreach (var (path, transcript) in Recordings.English())
        {
            var answer = await Worker.JsonAsync(await host.Worker.TranscribeAsync(await File.ReadAllBytesAsync(path)));
            var heard = answer.GetProperty("text").GetString()!;
            var wrong = WordErrors.Count(transcript, heard);
            errors += wrong;
            words += WordErrors.Words(transcript).Length;
            output.WriteLine($"{wrong,2} of {WordErrors.Words(transcript).Length,2}  {Path.GetFileName(path),-32} {heard}");
        }

        output.WriteLine($"Word error rate {100.0 * errors / words:F1} % ({errors} of {words}) in {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.InRange((double)errors / words, 0, Most);
    }
}
