using System.Text.Json.Serialization;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>response_format: verbose_json</c>. All times are seconds from the recording's start.</summary>
/// <param name="Task">Always <c>transcribe</c>.</param>
/// <param name="Language">The language's English name, lower case.</param>
/// <param name="Duration">Length of the recording.</param>
/// <param name="Text">All that was said.</param>
/// <param name="Segments">Stretches of speech.</param>
/// <param name="Words">Single words; left out unless <c>timestamp_granularities[]</c> asks for them, and empty where the engine gives no times.</param>
/// <param name="Usage">Length of the audio.</param>
internal sealed record VerboseTranscription(
    string Task,
    string Language,
    double Duration,
    string Text,
    IReadOnlyList<VerboseTranscription.Segment> Segments,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<VerboseTranscription.Word>? Words,
    DurationUsage Usage)
{
    /// <summary>Builds the answer.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="segments">What was heard.</param>
    /// <param name="language">The language where no segment tells it, as a code.</param>
    /// <param name="withWords">Whether single words are wanted.</param>
    public static VerboseTranscription Of(WavAudio audio, IReadOnlyList<RecognizedSegment> segments, string language, bool withWords) => new(
        "transcribe",
        LanguageNames.Name(segments.Select(segment => segment.Utterance.Language).FirstOrDefault(language => language is not null) ?? language),
        Seconds(audio.Duration),
        Transcript.Join(segments.Select(segment => segment.Utterance)),
        [.. segments.Select((segment, i) => Segment.Of(i, segment))],
        withWords ? [.. segments.SelectMany(segment => segment.Words).Select(Word.Of)] : null,
        DurationUsage.Of(audio.Duration));

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>One stretch of speech; the fields are Whisper's, which strict clients insist on.</summary>
    /// <param name="Id">Counted from 0.</param>
    /// <param name="Seek">Where the stretch begins, in hundredths of a second.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Text">What was said.</param>
    /// <param name="Tokens">Empty: the engine has no tokens.</param>
    /// <param name="Temperature">0: the engine does not sample.</param>
    /// <param name="AvgLogprob">Mean natural logarithm of the words' posterior probabilities; 0 where the engine gives none.</param>
    /// <param name="CompressionRatio">Characters per character of distinct words; high for stuttering.</param>
    /// <param name="NoSpeechProb">0: a stretch is reported only where words were found.</param>
    internal sealed record Segment(
        int Id, int Seek, double Start, double End, string Text, IReadOnlyList<int> Tokens, double Temperature, double AvgLogprob,
        double CompressionRatio, double NoSpeechProb)
    {
        /// <summary>Builds one.</summary>
        public static Segment Of(int id, RecognizedSegment segment) => new(
            id,
            (int)(segment.Start.TotalSeconds * 100),
            Seconds(segment.Start),
            Seconds(segment.End),
            segment.Text,
            [],
            0,
            Math.Round(segment.AverageLogProbability, 4),
            Math.Round(Repetition(segment), 2),
            0);

        private static double Repetition(RecognizedSegment segment)
        {
            var words = segment.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 0 ? 1 : (double)words.Sum(word => word.Length) / words.Distinct().Sum(word => word.Length);
        }
    }

    /// <summary>One word.</summary>
    /// <param name="Text">The word, as <c>word</c>.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it ends.</param>
    internal sealed record Word([property: JsonPropertyName("word")] string Text, double Start, double End)
    {
        /// <summary>Builds one.</summary>
        public static Word Of(RecognizedWord word) => new(word.Text, Seconds(word.Start), Seconds(word.End));
    }
}
