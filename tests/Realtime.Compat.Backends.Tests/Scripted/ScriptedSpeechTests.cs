using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Backends.Scripted.Speech;

namespace Realtime.Compat.Backends.Tests.Scripted;

public sealed class ScriptedSpeechTests
{
    private const string Script = """
        hear:
          - tone_hz: 440
            text: four forty
          - min_ms: 2000
            text: a long story
          - max_ms: 100
            text: ""
        """;

    [Theory]
    [InlineData("what is the weather in paris today?", 24_000)]
    [InlineData("one, two; three - it's 7.", 16_000)]
    public async Task What_the_scripted_voice_says_the_scripted_ears_understand_at_any_rate(string text, int rateHz)
    {
        using var voice = new ScriptedTextToSpeechClient();
        var speech = await voice.GetAudioAsync(text);
        var pcm = speech.Contents.OfType<DataContent>().Single().Data;
        Assert.Equal((text.Length + 1) * 60 * 48, pcm.Length);

        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm.Span, samples);
        var resampler = new Resampler(24_000, rateHz);
        var other = new float[resampler.MaxOutputLength(samples.Length)];
        var length = rateHz == 24_000 ? samples.Length : resampler.Process(samples, other);
        using var ears = new ScriptedSpeechToTextClient();
        // A character without a tone of its own is heard as a hyphen.
        Assert.Equal(text.Replace(';', '-'), (await ears.GetTextAsync(Wav(rateHz == 24_000 ? samples : other[..length], rateHz))).Text);
    }

    [Theory]
    [InlineData(440, 500, "four forty")]
    [InlineData(445, 3000, "four forty")]
    [InlineData(700, 3000, "a long story")]
    [InlineData(700, 80, "")]
    [InlineData(0, 500, "hello")]
    public async Task A_script_tells_recordings_apart_by_tone_and_length(int toneHz, int ms, string text)
    {
        using var ears = new ScriptedSpeechToTextClient(ScriptReader.Read("s.yaml", Script));
        var samples = Enumerable.Range(0, ms * 16).Select(t => toneHz == 0 ? 0f : 0.4f * (float)Math.Sin(2 * Math.PI * toneHz * t / 16_000)).ToArray();
        List<SpeechToTextResponseUpdate> updates = [];
        await foreach (var update in ears.GetStreamingTextAsync(Wav(samples, 16_000)))
            updates.Add(update);
        Assert.Equal((SpeechToTextResponseUpdateKind.TextUpdated, text), (updates.Single().Kind, updates.Single().Text));
    }

    [Fact]
    public async Task Each_word_comes_with_its_time()
    {
        using var voice = new ScriptedTextToSpeechClient();
        List<(string, int, int)> words = [];
        await foreach (var update in voice.GetStreamingAudioAsync("Hi there."))
        {
            foreach (var properties in update.Contents.Select(content => content.AdditionalProperties).OfType<AdditionalPropertiesDictionary>())
                words.Add(((string)properties["word"]!, (int)properties["start_ms"]!, (int)properties["end_ms"]!));
        }

        Assert.Equal([("Hi", 0, 120), ("there.", 180, 540)], words);
    }

    [Theory]
    [InlineData("hear: 5", "s.yaml, line 1: hear must be a list.")]
    [InlineData("hear:\n  - tone_hz: 440", "s.yaml, line 2: an entry of hear needs a text.")]
    public void A_mistake_in_the_script_is_named(string script, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ScriptException>(() => ScriptReader.Read("s.yaml", script)).Message);

    [Fact]
    public async Task What_is_no_recording_is_refused()
    {
        using var ears = new ScriptedSpeechToTextClient();
        using var junk = new MemoryStream("nonsense"u8.ToArray());
        Assert.Equal(BackendErrorCodes.Refused, (await Assert.ThrowsAsync<BackendException>(() => ears.GetTextAsync(junk))).Code);
    }

    private static MemoryStream Wav(float[] samples, int rateHz) => new(WavWriter.ToBytes(samples, rateHz));
}
