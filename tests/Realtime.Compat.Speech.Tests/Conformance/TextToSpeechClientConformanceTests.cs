using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Conformance;

/// <summary>What the engine may rely on, whoever speaks: an engine of the worker, somebody else's server, the second of two, the script.</summary>
[Collection(EngineWorkers.Collection)]
public sealed class TextToSpeechClientConformanceTests(SpeechClientsUnderTest clients) : IClassFixture<SpeechClientsUnderTest>
{
    private const string Sentence = "The weather is nice today.";

    // Voices vary a little from one time to the next, as espeak-ng's does.
    private const double Variation = 0.02;

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Speech_comes_in_whole_samples_of_one_rate_and_joined_is_what_one_gets_at_once(string name)
    {
        using var client = await clients.MouthAsync(name);

        var pieces = new List<DataContent>();
        await foreach (var update in client.GetStreamingAudioAsync(Sentence)) pieces.AddRange(update.Contents.OfType<DataContent>());
        var whole = (await client.GetAudioAsync(Sentence)).Contents.OfType<DataContent>().Single();

        Assert.All(pieces, piece => Assert.Equal(0, piece.Data.Length % 2));
        var rateHz = RateHz(Assert.Single(pieces.Select(piece => piece.MediaType).Append(whole.MediaType).Distinct()));
        Assert.InRange(rateHz, 8000, 48_000);
        var pcm = pieces.SelectMany(piece => piece.Data.ToArray()).ToArray();
        Assert.InRange((double)whole.Data.Length / pcm.Length, 1 - Variation, 1 + Variation);
        Assert.InRange(pcm.Length / 2.0 / rateHz, 0.3, 10);
        Assert.True(Loudness(pcm) > 0.01);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Twice_the_text_is_about_twice_the_speech(string name)
    {
        using var client = await clients.MouthAsync(name);

        Assert.InRange((double)await BytesAsync(client, $"{Sentence} {Sentence}") / await BytesAsync(client, Sentence), 1.7, 2.3);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task A_voice_and_a_model_of_OpenAIs_speak_whatever_they_are_called_here(string name)
    {
        using var client = await clients.MouthAsync(name);

        foreach (var voice in new[] { "alloy", "marin", "cedar" })
            Assert.NotEqual(0, await BytesAsync(client, Sentence, new TextToSpeechOptions { VoiceId = voice, ModelId = "gpt-9-tts" }));
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Odd_texts_do_no_harm(string name)
    {
        using var client = await clients.MouthAsync(name);

        foreach (var text in new[] { "a", "% & @ # x", "<speak>[[x]]</speak>", "\u0001 \uFFFF \u202E x", "👍🏽 yes", "half a pair \ud83d" })
            await BytesAsync(client, text);

        Assert.NotEqual(0, await BytesAsync(client, Sentence));
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Who_stops_listening_leaves_it_well(string name)
    {
        using var client = await clients.MouthAsync(name);
        var long40 = string.Join(' ', Enumerable.Repeat(Sentence, 40));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAudioAsync(Sentence, cancellationToken: gone.Token));
        await foreach (var update in client.GetStreamingAudioAsync(long40)) break;
        using var going = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingAudioAsync(long40, cancellationToken: going.Token)) await going.CancelAsync();
        });
        if (SyntheticModels.Mouths.Contains(name)) await clients.IdleAsync(name, "text_to_speech");
        Assert.NotEqual(0, await BytesAsync(client, Sentence));
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Many_at_once_get_what_each_gets_alone(string name)
    {
        using var client = await clients.MouthAsync(name);
        var alone = await BytesAsync(client, Sentence);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BytesAsync(client, Sentence))), bytes => Assert.InRange((double)bytes / alone, 1 - Variation, 1 + Variation));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task It_says_what_it_is_and_claims_nothing_else(string name)
    {
        using var client = await clients.MouthAsync(name);

        Assert.NotNull(client.GetService(typeof(ITextToSpeechClient)));
        Assert.Null(client.GetService(typeof(ITextToSpeechClient), "a key"));
        Assert.Null(client.GetService(typeof(Uri)));
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
    }

    public static TheoryData<string> Others { get; } =
        [SpeechClientsUnderTest.Remote, SpeechClientsUnderTest.RemoteStreaming, SpeechClientsUnderTest.Failover, SpeechClientsUnderTest.Scripted];

    private static async Task<int> BytesAsync(ITextToSpeechClient client, string text, TextToSpeechOptions? options = null) =>
        (await client.GetAudioAsync(text, options)).Contents.OfType<DataContent>().Single().Data.Length;

    private static int RateHz(string mediaType) =>
        int.Parse(MediaTypeHeaderValue.Parse(mediaType).Parameters.Single(parameter => parameter.Name == "rate").Value!, CultureInfo.InvariantCulture);

    private static double Loudness(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        return Math.Sqrt(samples.Average(sample => sample * sample));
    }
}
