using System.ClientModel;
using System.Text.Json;
using OpenAI.Realtime;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance.DotNetClient;

/// <summary>NuGet <c>OpenAI</c>, unmodified, over plain sockets and over TLS.</summary>
[Collection(ServerCollection.Name)]
public sealed class DotNetClientTests(ServerFixture fixture) : IAsyncLifetime
{
    private readonly string _logs = fixture.NewLogFolder();

    private static RealtimeConversationSessionOptions Written => new() { OutputModalities = { RealtimeOutputModality.Text } };

    private static RealtimeServerVadTurnDetection ServerVad => new() { SilenceDuration = TimeSpan.FromMilliseconds(500) };

    private static RealtimeFunctionTool Weather => new("get_weather")
    {
        FunctionDescription = "Tells the current weather at a place.",
        FunctionParameters = BinaryData.FromString("""{"type":"object","properties":{"place":{"type":"string"}},"required":["place"]}"""),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever a test was about, all that came must fit the schema and the order.</summary>
    public Task DisposeAsync() => EventCheck.AssertAllValidAsync(_logs);

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_session_is_configured_and_echoed(bool tls)
    {
        await using var session = await StartAsync(tls);
        var options = Written;
        options.Instructions = "Be brief.";
        options.Tools.Add(Weather);
        options.AudioOptions = new() { InputAudioOptions = new() { TurnDetection = ServerVad }, OutputAudioOptions = new() { Voice = RealtimeVoice.Verse } };

        var updated = await session.ConfigureAsync(options);

        Assert.Equal("Be brief.", updated.Instructions);
        Assert.Equal([RealtimeOutputModality.Text], updated.OutputModalities);
        Assert.Equal(RealtimeVoice.Verse, updated.AudioOptions.OutputAudioOptions.Voice);
        Assert.Equal("get_weather", Assert.IsType<RealtimeFunctionTool>(Assert.Single(updated.Tools)).FunctionName);
        Assert.Equal(ServerVad.SilenceDuration, Assert.IsType<RealtimeServerVadTurnDetection>(updated.AudioOptions.InputAudioOptions.TurnDetection).SilenceDuration);
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_written_question_gets_a_written_answer(bool tls)
    {
        await using var session = await StartAsync(tls, Written);
        await session.AskAsync("the rain in Spain");

        var response = await session.ResponseAsync();

        Assert.Equal(RealtimeResponseStatus.Completed, response.Status);
        Assert.Equal("You said: the rain in Spain.", session.TextOf(response.Id));
        var message = Assert.IsType<RealtimeMessageItem>(Assert.Single(response.OutputItems));
        Assert.Equal("You said: the rain in Spain.", Assert.IsType<RealtimeOutputTextMessageContentPart>(Assert.Single(message.Content)).Text);
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_written_question_gets_a_spoken_answer(bool tls)
    {
        await using var session = await StartAsync(tls);
        await session.AskAsync("say: The quick brown fox jumps over the lazy dog.");

        var response = await session.ResponseAsync();

        AssertSpoken(session, response);
        Assert.Equal("The quick brown fox jumps over the lazy dog.", session.TranscriptOf(response.Id));
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_clip_sent_whole_and_committed_by_hand_is_answered(bool tls)
    {
        await using var session = await StartAsync(tls, ManualTurns());
        await session.Client.SendInputAudioAsync(BinaryData.FromBytes(fixture.Question));
        await session.Client.CommitPendingAudioAsync();
        await session.NextAsync<RealtimeServerUpdateInputAudioBufferCommitted>();
        await session.Client.StartResponseAsync();

        var response = await session.ResponseAsync();

        AssertSpoken(session, response);
        Assert.StartsWith("You said: ", session.TranscriptOf(response.Id), StringComparison.Ordinal);
        Assert.Empty(session.Seen<RealtimeServerUpdateInputAudioBufferSpeechStarted>());
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_streamed_question_ends_by_server_vad(bool tls)
    {
        await using var session = await StartAsync(tls, DetectedTurns());
        using var microphone = new MemoryStream([.. Pcm.Silence(500), .. fixture.Question, .. Pcm.Silence(1500)]);
        await session.Client.SendInputAudioAsync(microphone);

        var started = await session.NextAsync<RealtimeServerUpdateInputAudioBufferSpeechStarted>();
        var committed = await session.NextAsync<RealtimeServerUpdateInputAudioBufferCommitted>();
        Assert.Equal(started.ItemId, committed.ItemId);
        var response = await session.ResponseAsync();

        AssertSpoken(session, response);
        Assert.StartsWith("You said: ", session.TranscriptOf(response.Id), StringComparison.Ordinal);
        Assert.Single(session.Seen<RealtimeServerUpdateInputAudioBufferSpeechStarted>());
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_function_is_called_and_its_result_spoken_of(bool tls)
    {
        var options = Written;
        options.Tools.Add(Weather);
        await using var session = await StartAsync(tls, options);
        await session.AskAsync("What is the weather in Paris?");

        var call = Assert.IsType<RealtimeFunctionCallItem>(Assert.Single((await session.ResponseAsync()).OutputItems));
        Assert.Equal("get_weather", call.FunctionName);
        Assert.True(JsonDocument.Parse(call.FunctionArguments).RootElement.TryGetProperty("place", out _));
        await session.Client.AddItemAsync(RealtimeItem.CreateFunctionCallOutputItem(call.CallId, "sunny, 21 degrees"));
        await session.Client.StartResponseAsync();

        var answer = await session.ResponseAsync();
        Assert.Contains("sunny, 21 degrees", session.TextOf(answer.Id), StringComparison.Ordinal);
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task An_answer_is_cancelled_half_way(bool tls)
    {
        await using var session = await StartAsync(tls);
        await session.AskAsync("Please count slowly.");
        await session.NextAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        await session.Client.CancelResponseAsync();

        var response = await session.ResponseAsync();

        Assert.Equal(RealtimeResponseStatus.Cancelled, response.Status);
        Assert.Equal(RealtimeResponseStatusReason.ClientCancelled, response.StatusDetails.Reason);
        await session.AskAsync("say: I am still here.");
        AssertSpoken(session, await session.ResponseAsync());
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task Speech_interrupts_the_answer_and_is_answered_itself(bool tls)
    {
        await using var session = await StartAsync(tls, DetectedTurns());
        await session.AskAsync("Please count slowly.");
        var playing = await session.NextAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        using var microphone = new MemoryStream([.. fixture.Question, .. Pcm.Silence(1500)]);
        await session.Client.SendInputAudioAsync(microphone);

        await session.NextAsync<RealtimeServerUpdateInputAudioBufferSpeechStarted>();
        var interrupted = await session.ResponseAsync();
        Assert.Equal(playing.ResponseId, interrupted.Id);
        Assert.Equal(RealtimeResponseStatusReason.TurnDetected, interrupted.StatusDetails.Reason);
        await session.Client.TruncateItemAsync(playing.ItemId, playing.ContentIndex, TimeSpan.FromMilliseconds(100));

        AssertSpoken(session, await session.ResponseAsync());
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_bad_event_is_an_error_and_the_session_lives(bool tls)
    {
        await using var session = await StartAsync(tls, Written);
        await session.Client.SendCommandAsync(BinaryData.FromString("""{"type":"no.such.event","event_id":"evt_1"}"""), null);

        var error = (await session.NextAsync<RealtimeServerUpdateError>()).Error;

        Assert.Equal("evt_1", error.EventId);
        await session.AskAsync("still here");
        Assert.Equal(RealtimeResponseStatus.Completed, (await session.ResponseAsync()).Status);
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task A_clip_inside_an_item_is_heard(bool tls)
    {
        await using var session = await StartAsync(tls, Written);
        var clip = RealtimeItem.CreateUserMessageItem([new RealtimeInputAudioMessageContentPart(BinaryData.FromBytes(fixture.Question))]);
        await session.Client.AddItemAsync(clip);
        await session.Client.StartResponseAsync();

        var response = await session.ResponseAsync();

        Assert.Matches(@"^You said: \w+", session.TextOf(response.Id));
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task Two_sessions_do_not_mix(bool tls)
    {
        await using var one = await StartAsync(tls, Written, "one");
        await using var two = await StartAsync(tls, Written, "two");
        await Task.WhenAll(one.AskAsync("the first"), two.AskAsync("the second"));

        var responses = await Task.WhenAll(one.ResponseAsync(), two.ResponseAsync());

        Assert.Equal("You said: the first.", one.TextOf(responses[0].Id));
        Assert.Equal("You said: the second.", two.TextOf(responses[1].Id));
    }

    [LiveTheory(Prerequisite.EnglishSpeech), InlineData(false), InlineData(true)]
    public async Task The_users_words_are_transcribed_and_usage_counted(bool tls)
    {
        var options = ManualTurns();
        options.AudioOptions.InputAudioOptions.AudioTranscriptionOptions = new() { Model = "whisper-1" };
        await using var session = await StartAsync(tls, options);
        await session.Client.SendInputAudioAsync(BinaryData.FromBytes(fixture.Question));
        await session.Client.CommitPendingAudioAsync();
        var transcribed = await session.NextAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        await session.Client.StartResponseAsync();

        var usage = (await session.ResponseAsync()).Usage;

        Assert.NotEmpty(transcribed.Transcript);
        Assert.True(usage.InputTokenCount > 0 && usage.OutputTokenCount > 0);
        Assert.Equal(usage.TotalTokenCount, usage.InputTokenCount + usage.OutputTokenCount);
        Assert.Equal(usage.InputTokenCount, usage.InputTokenDetails.TextTokenCount + usage.InputTokenDetails.AudioTokenCount);
        Assert.Equal(usage.OutputTokenCount, usage.OutputTokenDetails.TextTokenCount + usage.OutputTokenDetails.AudioTokenCount);
    }

    private static RealtimeConversationSessionOptions ManualTurns()
    {
        var input = new RealtimeConversationSessionInputAudioOptions();
        input.DisableTurnDetection();
        return new() { AudioOptions = new() { InputAudioOptions = input } };
    }

    private static RealtimeConversationSessionOptions DetectedTurns() => new() { AudioOptions = new() { InputAudioOptions = new() { TurnDetection = ServerVad } } };

    private static void AssertSpoken(DotNetSession session, RealtimeResponse response)
    {
        Assert.Equal(RealtimeResponseStatus.Completed, response.Status);
        var audio = session.AudioOf(response.Id);
        Assert.True(audio.Length > 200 * Pcm.BytesPerMs, $"{audio.Length} bytes are no sentence.");
        Assert.Contains(audio, value => value != 0);
        var message = Assert.IsType<RealtimeMessageItem>(Assert.Single(response.OutputItems));
        Assert.Equal(session.TranscriptOf(response.Id), Assert.IsType<RealtimeOutputAudioMessageContentPart>(Assert.Single(message.Content)).Transcript);
    }

    private Task<DotNetSession> StartAsync(bool tls, RealtimeConversationSessionOptions? options = null, string name = "dotnet") =>
        DotNetSession.StartAsync(tls ? fixture.Server.TlsUrl : fixture.Server.Url, _logs, name, options);
}
