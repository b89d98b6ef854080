using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class TranscriptionWishesTests
{
    [Fact]
    public async Task Log_probabilities_that_the_engine_gives_reach_the_client_that_asked()
    {
        await using var session = await StartAsync(new Transcription(), "item.input_audio_transcription.logprobs");
        session.SpeechToText.Gives(
            Update("Hé", SpeechToTextResponseUpdateKind.TextUpdating, """[{"token":"Hé","logprob":-0.25,"bytes":[72,195,169]}]"""),
            Update("llo", SpeechToTextResponseUpdateKind.TextUpdating, """[{"token":"llo","logprob":-1}]"""),
            Update("Héllo", SpeechToTextResponseUpdateKind.TextUpdated, """[{"token":"Hé","logprob":-0.25,"bytes":[72,195,169]},{"token":"llo","logprob":-1.0,"bytes":[108,108,111]}]"""));
        await CommitAsync(session);

        var delta = await session.UntilAsync<InputAudioTranscriptionDelta>();
        var token = delta.Logprobs!.Single();
        Assert.Equal(("Hé", -0.25), (token.Token, token.Logprob));
        Assert.Equal([72, 195, 169], token.Bytes);
        Assert.Equal([108, 108, 111], (await session.NextAsync<InputAudioTranscriptionDelta>()).Logprobs!.Single().Bytes);
        var completed = await session.NextAsync<InputAudioTranscriptionCompleted>();
        Assert.Equal(["Hé", "llo"], completed.Logprobs!.Select(one => one.Token));
        Assert.Equal(["logprobs"], (IEnumerable<string>)session.SpeechToText.Requests.Single().Options!.AdditionalProperties!["include"]!);
    }

    [Fact]
    public async Task An_engine_that_gives_them_with_its_increments_only_gave_them_for_the_whole()
    {
        await using var session = await StartAsync(new Transcription(), "item.input_audio_transcription.logprobs");
        session.SpeechToText.Gives(
            Update("Hi", SpeechToTextResponseUpdateKind.TextUpdating, """[{"token":"Hi","logprob":-0.5}]"""), Update("Hi", SpeechToTextResponseUpdateKind.TextUpdated, null));
        await CommitAsync(session);
        Assert.Equal("Hi", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Logprobs!.Single().Token);
    }

    [Theory]
    [InlineData(null, """[{"token":"Hi","logprob":-0.5}]""")]
    [InlineData("item.input_audio_transcription.logprobs", null)]
    [InlineData("item.input_audio_transcription.logprobs", "7")]
    [InlineData("item.input_audio_transcription.logprobs", """[7,{"token":1},{"token":"a","logprob":1e999},{"logprob":-1}]""")]
    public async Task Nothing_is_sent_that_nobody_asked_for_or_that_is_no_log_probability(string? include, string? logprobs)
    {
        await using var session = await StartAsync(new Transcription(), include);
        session.SpeechToText.Gives(Update("Hi", SpeechToTextResponseUpdateKind.TextUpdated, logprobs));
        await CommitAsync(session);
        Assert.Null((await session.UntilAsync<InputAudioTranscriptionCompleted>()).Logprobs);
    }

    [Fact]
    public async Task Words_to_expect_and_the_one_language_reach_the_engine()
    {
        await using var session = await StartAsync(new Transcription { Prompt = "A call.", Keywords = ["Ada", "Babbage"], Languages = ["en"], Delay = "low" }, null);
        await CommitAsync(session);
        await session.UntilAsync<InputAudioTranscriptionCompleted>();
        var options = session.SpeechToText.Requests.Single().Options!;
        Assert.Equal(("A call. Ada, Babbage", "en"), (options.AdditionalProperties!["prompt"], options.SpeechLanguage));
    }

    [Fact]
    public async Task A_choice_of_languages_is_left_to_the_engine()
    {
        await using var session = await StartAsync(new Transcription { Languages = ["en", "de"], Keywords = ["Ada"] }, null);
        await CommitAsync(session);
        await session.UntilAsync<InputAudioTranscriptionCompleted>();
        var options = session.SpeechToText.Requests.Single().Options!;
        Assert.Equal(("Ada", null), (options.AdditionalProperties!["prompt"], options.SpeechLanguage));
    }

    private static Task<TestSession> StartAsync(Transcription transcription, string? include) =>
        TestSession.StartAsync(c => c with { Transcription = transcription, TurnDetection = null, Include = include is null ? null : [include] });

    private static async Task CommitAsync(TestSession session)
    {
        await session.SpeakAsync(200);
        await session.SendAsync(new InputAudioBufferCommit());
    }

    private static SpeechToTextResponseUpdate Update(string text, SpeechToTextResponseUpdateKind kind, string? logprobs) => new(text)
    {
        Kind = kind,
        AdditionalProperties = logprobs is null ? null : new AdditionalPropertiesDictionary { ["logprobs"] = JsonElement.Parse(logprobs) },
    };
}
