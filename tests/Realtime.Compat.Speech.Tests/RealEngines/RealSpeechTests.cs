using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Espeak;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.RealEngines;

[Collection(RealWorkerGroup.Name)]
public sealed class RealSpeechTests(RealWorker host)
{
    private const string Sentence = "The weather is nice today.";

    private Worker Worker => host.Worker;

    [NativeFact(Engines.Flite)]
    public async Task Every_voice_sounds_different_in_English() => await AssertDistinctAsync(Sentence);

    [NativeFact(Engines.Espeak)]
    public async Task Every_voice_sounds_different_in_Chinese() => await AssertDistinctAsync("今天天气很好。");

    [NativeTheory(Engines.Flite | Engines.Espeak)]
    [InlineData("flite", "en", "The weather is nice today. It costs $5, doesn't it?", new[] { "The", "weather", "is", "nice", "today", "It", "costs", "5", "doesn't", "it" })]
    [InlineData("espeak-ng", "de", "Das Wetter ist schön.", new[] { "Das", "Wetter", "ist", "schön" })]
    [InlineData("espeak-ng", "en", "Hello 😀 there.", new[] { "Hello", "there" })]
    public async Task Words_are_said_when_the_engine_says_so(string engine, string language, string text, string[] expected)
    {
        using var response = await Worker.SpeakAsync($$"""{"model":"{{engine}}","input":"{{text}}","voice":"alloy","language":"{{language}}","response_format":"pcm","stream_format":"sse"}""");
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(message => System.Text.Json.JsonDocument.Parse(message["data: ".Length..]).RootElement).ToArray();
        var words = events.Where(one => one.TryGetProperty("words", out _)).SelectMany(one => one.GetProperty("words").EnumerateArray())
            .Select(word => (Text: word.GetProperty("word").GetString()!, Start: word.GetProperty("start_ms").GetDouble(), End: word.GetProperty("end_ms").GetDouble())).ToArray();
        var ms = events.Where(one => one.TryGetProperty("audio", out _)).Sum(one => one.GetProperty("audio").GetBytesFromBase64().Length) / 48.0;

        Assert.Equal(expected, words.Select(word => word.Text).Where(word => word.Any(char.IsLetterOrDigit)).Select(word => word.Trim('$', '.', ',', '?')));
        Assert.All(words, word => Assert.InRange(word.End - word.Start, 30, 1200));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start + 1, $"{pair}"));
        // The sound ends with its last word, but for the pause behind it.
        Assert.InRange(words[^1].End, ms - 900, ms + 1);
        Assert.InRange(words[0].Start, 0, 300);
    }

    [NativeTheory(Engines.Flite | Engines.Espeak)]
    [InlineData("en")]
    [InlineData("de")]
    public async Task Speed_changes_the_length(string language)
    {
        var normal = await Worker.PcmAsync(Sentence, language: language);
        var slow = await Worker.PcmAsync(Sentence, speed: 0.5, language: language);
        var fast = await Worker.PcmAsync(Sentence, speed: 2, language: language);

        Assert.InRange((double)slow.Length / normal.Length, 1.6, 2.4);
        Assert.InRange((double)fast.Length / normal.Length, 0.35, 0.65);
    }

    [NativeTheory(Engines.Espeak)]
    [InlineData("今天天气很好，我们一起去公园散步吧。")]
    [InlineData("こんにちは")]
    [InlineData("Доброе утро")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("안녕하세요")]
    [InlineData("สวัสดีครับ")]
    public async Task Texts_in_other_scripts_are_spoken(string text)
    {
        var pcm = await Worker.PcmAsync(text);

        Assert.InRange(pcm.Length / 2, 12_000, 240_000);
        Assert.True(Loudness(pcm) > 0.01);
    }

    [NativeFact(Engines.Flite | Engines.Espeak)]
    public async Task The_same_English_text_gives_the_same_samples_whatever_was_said_before()
    {
        var first = await Worker.PcmAsync(Sentence);
        await Worker.PcmAsync("Something else, faster and higher.", "shimmer", 2);
        await Worker.PcmAsync("别的", "onyx");

        Assert.Equal(first, await Worker.PcmAsync(Sentence));
    }

    [NativeFact(Engines.Espeak)]
    public async Task A_voice_keeps_its_pace_in_other_languages_whatever_was_said_before()
    {
        var first = await Worker.PcmAsync(Sentence, language: "fr");
        await Worker.PcmAsync("Etwas anderes, schneller und höher.", "shimmer", 2, "de");

        Assert.InRange((double)(await Worker.PcmAsync(Sentence, language: "fr")).Length / first.Length, 0.97, 1.03);
    }

    [NativeFact(Engines.Flite | Engines.Espeak)]
    public async Task Requests_at_the_same_time_do_not_disturb_each_other()
    {
        (string Text, string Voice)[] requests = [.. Enumerable.Range(0, 8).Select(i => ($"Number {i}. And more.", VoiceCatalogue.All[i].Name))];
        var alone = new List<byte[]>();
        foreach (var (text, voice) in requests) alone.Add(await Worker.PcmAsync(text, voice));

        var chinese = Task.WhenAll(Enumerable.Range(0, 8).Select(i => Worker.PcmAsync($"第{i}个。", VoiceCatalogue.All[i].Name)));
        var together = await Task.WhenAll(requests.Select(request => Worker.PcmAsync(request.Text, request.Voice)));

        Assert.Equal(alone, together);
        Assert.All(await chinese, pcm => Assert.True(Loudness(pcm) > 0.01));
    }

    [NativeFact(Engines.Espeak)]
    public async Task Every_language_has_a_voice_that_speaks()
    {
        var espeak = new EspeakSynthesizer(Microsoft.Extensions.Options.Options.Create(new SpeechOptions()));

        Assert.True(espeak.Languages.Count() > 100);
        foreach (var language in espeak.Languages)
        {
            var clause = espeak.Speak("1 2 3", new Manner(VoiceCatalogue.All[3], language, 1), default);
            Assert.True(clause.Samples.Length > 0, language);
        }
    }

    [NativeTheory(Engines.Flite | Engines.Espeak)]
    [InlineData("...")]
    [InlineData("😀 👍🏽")]
    [InlineData("a\u0000b \u0007 \uFFFF \u202E")]
    [InlineData("<speak><audio src='file:///etc/passwd'/></speak> [[blah]] & % $ # @")]
    [InlineData("%s %n %d {0} \\x00 \\n")]
    public async Task Odd_texts_neither_fail_nor_crash(string text)
    {
        await Worker.PcmAsync(text);
        await Worker.PcmAsync(text, language: "de");

        Assert.NotEmpty(await Worker.PcmAsync("Still here."));
    }

    [NativeFact(Engines.Flite | Engines.Espeak)]
    public async Task The_longest_text_is_spoken_in_both_engines()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 819)).Trim();
        var unbroken = new string('天', 4096);

        Assert.True((await Worker.PcmAsync(words, speed: 4)).Length > 1_000_000);
        Assert.True((await Worker.PcmAsync(unbroken, speed: 4)).Length > 1_000_000);
    }

    [NativeFact(Engines.Flite | Engines.PocketSphinx)]
    public async Task What_is_spoken_is_understood_again()
    {
        const string text = "please call the doctor tomorrow morning and ask about the results";
        var pcm = await Worker.PcmAsync("Please call the doctor tomorrow morning, and ask about the results.");

        var heard = (await Worker.JsonAsync(await Worker.TranscribeAsync(pcm, "speech.pcm"))).GetProperty("text").GetString()!;

        Assert.True(WordErrors.Rate(text, heard) <= 0.25, heard);
    }

    [NativeFact(Engines.PocketSphinx | Engines.Recordings)]
    public async Task The_same_recording_gives_the_same_words_whatever_was_heard_before_and_beside_it()
    {
        var recordings = Recordings.English().Select(recording => File.ReadAllBytes(recording.Path)).Take(4).ToArray();
        var alone = new List<string>();
        foreach (var recording in recordings) alone.Add(await TextAsync(recording));

        var together = await Task.WhenAll(recordings.Reverse().Select(TextAsync));

        Assert.Equal(alone, together.Reverse());
    }

    [NativeTheory(Engines.PocketSphinx)]
    [InlineData(0.0001)]
    [InlineData(0.02)]
    [InlineData(1)]
    public async Task Noise_neither_fails_nor_crashes(double amplitude)
    {
        var random = new Random(1);
        var noise = Enumerable.Range(0, 48_000).Select(_ => (float)(amplitude * (2 * random.NextDouble() - 1))).ToArray();

        var text = await TextAsync(WavWriter.ToBytes(noise, 16_000));

        Assert.InRange(text.Split(' ').Length, 0, 4);
    }

    [NativeFact(Engines.PocketSphinx | Engines.Recordings)]
    public async Task Word_times_lie_where_the_words_are()
    {
        // Half a second more of silence before the speech moves every word by half a second.
        var recording = WavReader.ReadMono(File.ReadAllBytes(Recordings.English("weather_question.wav")));
        float[] later = [.. new float[recording.SampleRateHz / 2], .. recording.Samples.Span];

        var before = await WordStartsAsync(WavWriter.ToBytes(recording.Samples.Span, recording.SampleRateHz));
        var after = await WordStartsAsync(WavWriter.ToBytes(later, recording.SampleRateHz));

        Assert.Equal(6, before.Length);
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First + 0.5, pair.Second, 0.1));
        Assert.True(before[^1] < recording.Duration.TotalSeconds);
    }

    private async Task<double[]> WordStartsAsync(byte[] wav)
    {
        var answer = await Worker.JsonAsync(await Worker.TranscribeAsync(
            wav, "speech.wav", ("response_format", "verbose_json"), ("timestamp_granularities[]", "word")));
        return [.. answer.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("start").GetDouble())];
    }

    private async Task<string> TextAsync(byte[] wav) =>
        (await Worker.JsonAsync(await Worker.TranscribeAsync(wav))).GetProperty("text").GetString()!;

    private async Task AssertDistinctAsync(string text)
    {
        var spoken = new List<byte[]>();
        foreach (var voice in VoiceCatalogue.All) spoken.Add(await Worker.PcmAsync(text, voice.Name));

        Assert.Equal(spoken.Count, spoken.Select(Convert.ToBase64String).Distinct().Count());
        Assert.All(spoken, pcm => Assert.True(Loudness(pcm) > 0.01));
    }

    private static double Loudness(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        return Math.Sqrt(samples.Average(sample => sample * sample));
    }
}
