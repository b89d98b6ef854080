using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Sherpa;

/// <summary>Whose turn is over is not spoken to the end: sherpa-onnx asks after each sentence of a clause.</summary>
public sealed class SynthesizerCancelTests(SynthesizerCancelTests.Models models) : IClassFixture<SynthesizerCancelTests.Models>
{
    // Texts are cut into sentences here, but not at abbreviations of any language: to an English voice the German "bzw." ends one.
    private const string Clause = "One bzw. Two bzw. Three bzw. Four bzw. Five bzw. Six";

    public static TheoryData<string> Kinds => [.. SyntheticModels.Mouths];

    [NativeTheory(Engines.Sherpa | Engines.Espeak)]
    [MemberData(nameof(Kinds))]
    public void An_engine_stops_after_the_sentence_in_which_it_is_cancelled(string kind)
    {
        Assert.Equal([Clause], Clauses.Split(Clause));
        var sentences = 0;
        using var gone = new CancellationTokenSource();
        using var engine = models.Load(kind, () =>
        {
            sentences++;
            if (sentences == 2) gone.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => engine.Speak(Clause, Manner(engine), gone.Token));
        Assert.Equal(2, sentences);

        sentences = 2;
        Assert.NotEmpty(engine.Speak(Clause, Manner(engine), CancellationToken.None).Samples);
        Assert.True(sentences > 4, $"{sentences - 2} sentences");
    }

    [NativeTheory(Engines.Sherpa | Engines.Espeak)]
    [MemberData(nameof(Kinds))]
    public void An_engine_that_is_cancelled_beforehand_makes_nothing(string kind)
    {
        var sentences = 0;
        using var engine = models.Load(kind, () => sentences++);

        Assert.Throws<OperationCanceledException>(() => engine.Speak(Clause, Manner(engine), new CancellationToken(canceled: true)));
        Assert.Equal(0, sentences);
    }

    private static Manner Manner(SherpaSynthesizer engine) => new(VoiceCatalogue.All[0], engine.FirstLanguage, 1);

    /// <summary>The models' folders, which last as long as the process needs espeak-ng's data in the first of them.</summary>
    public sealed class Models : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

        internal SherpaSynthesizer Load(string kind, Action sentenceMade)
        {
            var folder = Path.Combine(_folder, kind);
            if (!Directory.Exists(folder)) SyntheticModels.Write(_folder, kind);
            SherpaLibrary.Load(null);
            return new SherpaSynthesizer(InstalledModel.Read(folder), new SherpaOptions(), mark: null) { SentenceMade = sentenceMade };
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
