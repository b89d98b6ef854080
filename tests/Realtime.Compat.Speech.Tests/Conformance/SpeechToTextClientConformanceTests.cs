using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Conformance;

/// <summary>What the engine may rely on, whoever hears: an engine of the worker, somebody else's server, the second of two, the script.</summary>
[Collection(EngineWorkers.Collection)]
public sealed class SpeechToTextClientConformanceTests(SpeechClientsUnderTest clients) : IClassFixture<SpeechClientsUnderTest>
{
    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task A_stream_is_pieces_and_at_the_end_the_whole_which_is_what_one_gets_at_once(string name)
    {
        using var client = await clients.EarsAsync(name);
        var wav = await clients.SpeechForAsync(name);

        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in client.GetStreamingTextAsync(new MemoryStream(wav))) updates.Add(update);
        var whole = (await client.GetTextAsync(new MemoryStream(wav))).Text;

        Assert.NotEqual("", whole);
        Assert.Equal((SpeechToTextResponseUpdateKind.TextUpdated, whole), (updates[^1].Kind, updates[^1].Text));
        Assert.All(updates[..^1], update => Assert.Equal(SpeechToTextResponseUpdateKind.TextUpdating, update.Kind));
        if (updates.Count > 1) Assert.Equal(whole, string.Concat(updates[..^1].Select(update => update.Text)));
    }

    [Theory]
    [InlineData(SpeechClientsUnderTest.Remote)]
    [InlineData(SpeechClientsUnderTest.RemoteStreaming)]
    [InlineData(SpeechClientsUnderTest.Failover)]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Silence_is_an_empty_text(string name)
    {
        using var client = await clients.EarsAsync(name);

        Assert.Equal("", (await client.GetTextAsync(new MemoryStream(WavWriter.ToBytes(new float[32_000], 16_000)))).Text);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task A_language_a_prompt_and_a_model_nobody_knows_change_nothing_for_the_worse(string name)
    {
        using var client = await clients.EarsAsync(name);
        var options = new SpeechToTextOptions { ModelId = "gpt-9-transcribe", SpeechLanguage = "en", AdditionalProperties = new() { ["prompt"] = "Ann, 天气 :2.0 \u0007" } };

        Assert.NotEqual("", (await client.GetTextAsync(new MemoryStream(await clients.SpeechForAsync(name)), options)).Text);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task What_is_no_recording_is_refused_in_a_sentence_and_the_next_is_heard(string name)
    {
        using var client = await clients.EarsAsync(name);

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.GetTextAsync(new MemoryStream("no sound at all"u8.ToArray())));

        Assert.Equal(BackendErrorCodes.Refused, failure.Code);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual("", (await client.GetTextAsync(new MemoryStream(await clients.SpeechForAsync(name)))).Text);
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Who_gives_up_in_mid_recording_gets_no_failure_and_frees_its_place(string name)
    {
        using var client = await clients.EarsAsync(name);
        var wav = await clients.SpeechForAsync(name);
        using var gone = new CancellationTokenSource();
        var heard = 0;

        try
        {
            await foreach (var update in client.GetStreamingTextAsync(new MemoryStream(SyntheticModels.Ears.Contains(name) ? Sound.Wav(60) : wav), cancellationToken: gone.Token))
            {
                heard++;
                await gone.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Unless the rest was there already.
        }

        Assert.NotEqual(0, heard);
        await clients.IdleAsync(name, "speech_to_text");
        Assert.NotEqual("", (await client.GetTextAsync(new MemoryStream(wav))).Text);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Who_has_given_up_already_gets_no_failure_and_the_next_is_heard(string name)
    {
        using var client = await clients.EarsAsync(name);
        var wav = await clients.SpeechForAsync(name);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetTextAsync(new MemoryStream(wav), cancellationToken: gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingTextAsync(new MemoryStream(wav), cancellationToken: gone.Token)) Assert.Fail(update.Text);
        });
        Assert.NotEqual("", (await client.GetTextAsync(new MemoryStream(wav))).Text);
    }

    [Theory]
    [MemberData(nameof(Others))]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Many_at_once_get_what_each_gets_alone(string name)
    {
        using var client = await clients.EarsAsync(name);
        var wav = await clients.SpeechForAsync(name);
        var alone = (await client.GetTextAsync(new MemoryStream(wav))).Text;

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetTextAsync(new MemoryStream(wav))));

        Assert.All(together, heard => Assert.Equal(alone, heard.Text));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task It_says_what_it_is_and_claims_nothing_else(string name)
    {
        using var client = await clients.EarsAsync(name);

        Assert.NotNull(client.GetService(typeof(ISpeechToTextClient)));
        Assert.Null(client.GetService(typeof(ISpeechToTextClient), "a key"));
        Assert.Null(client.GetService(typeof(Uri)));
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
    }

    public static TheoryData<string> Others { get; } =
        [SpeechClientsUnderTest.Remote, SpeechClientsUnderTest.RemoteStreaming, SpeechClientsUnderTest.Failover, SpeechClientsUnderTest.Scripted];
}
