using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class VoiceTests
{
    private const string ThreeClauses = "The first one. The second one. The third one.";

    [Fact]
    public async Task The_next_clause_is_made_while_one_is_sent_and_no_more_than_that()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.Hold = new TaskCompletionSource();
        session.Chat.Reply(ThreeClauses);
        await session.RespondAsync();
        Assert.Equal("The first one.", await session.TextToSpeech.NextRequestAsync());
        Assert.Equal("The second one.", await session.TextToSpeech.NextRequestAsync());
        Assert.Equal("The first one. ", (await session.UntilAsync<ResponseOutputAudioTranscriptDelta>()).Delta);

        session.TextToSpeech.Hold.SetResult();
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(2, session.TextToSpeech.MostAtOnce);
        Assert.Equal(3, session.TextToSpeech.Requests.Count);
    }

    [Theory]
    [InlineData(null, "es", "es")]
    [InlineData("fr", "es", "fr")]
    [InlineData(null, null, null)]
    [InlineData(null, "es; rm -rf", null)]
    public async Task The_voice_is_told_the_language_that_the_client_set_or_else_the_one_that_was_heard(string? set, string? heard, string? told)
    {
        await using var session = await TestSession.StartAsync(c => c with { Transcription = new Transcription { Language = set } });
        session.SpeechToText.Gives(new SpeechToTextResponseUpdate("hola")
        {
            Kind = SpeechToTextResponseUpdateKind.TextUpdated,
            AdditionalProperties = heard is null ? null : new AdditionalPropertiesDictionary { ["language"] = heard },
        });
        session.Chat.Reply("Hola.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<ResponseDone>();

        var options = Assert.Single(session.TextToSpeech.Requests).Options!;
        Assert.Equal(told, options.Language);
        var sessionId = session.Log.OfType<SessionCreated>().Single().Session.Id;
        Assert.Equal((sessionId, sessionId), (options.AdditionalProperties!["session_id"], session.SpeechToText.Requests.Single().Options!.AdditionalProperties!["session_id"]));
    }

    [Fact]
    public async Task Clauses_leave_in_order_each_with_its_own_audio_behind_its_words()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.ClauseMs = 300;
        session.Chat.Reply(ThreeClauses);
        await session.RespondAsync();
        await session.UntilAsync<ResponseDone>();

        List<string> order = [];
        foreach (var e in session.Log)
        {
            if (e is ResponseOutputAudioTranscriptDelta words)
                order.Add(words.Delta.Trim());
            else if (e is ResponseOutputAudioDelta audio)
                order[^1] += $" {audio.Delta.Length / 48}";
        }

        Assert.Equal(["The first one. 100 100 100", "The second one. 100 100 100", "The third one. 100 100 100"], order);
    }

    [Fact]
    public async Task A_cancelled_answer_ends_every_request_for_speech_and_begins_no_other()
    {
        var session = await TestSession.StartAsync();
        session.TextToSpeech.Hold = new TaskCompletionSource();
        session.Chat.Reply(ThreeClauses);
        await session.RespondAsync();
        await session.TextToSpeech.NextRequestAsync();
        await session.TextToSpeech.NextRequestAsync();
        await session.UntilAsync<ResponseOutputAudioDelta>();
        await session.SendAsync(new Protocol.ClientEvents.ResponseCancel());
        Assert.Equal(ResponseStatus.Cancelled, (await session.UntilAsync<ResponseDone>()).Response.Status);

        await session.DisposeAsync();
        Assert.Equal(0, session.TextToSpeech.Running);
        Assert.Equal(2, session.TextToSpeech.Requests.Count);
        Assert.IsType<ResponseDone>(session.Log[^1]);
    }

    [Fact]
    public async Task A_clause_that_fails_while_the_one_before_is_sent_fails_the_answer_behind_it()
    {
        await using var session = await TestSession.StartAsync();
        session.TextToSpeech.Failure = text => text.Contains("second", StringComparison.Ordinal) ? new HttpRequestException("The speech server broke off.") : null;
        session.Chat.Reply(ThreeClauses);
        await session.RespondAsync();
        var done = await session.UntilAsync<ResponseDone>();
        Assert.Equal("speech_failed", done.Response.StatusDetails!.Error!.Code);
        Assert.Equal("The first one. ", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Response.Output.Single()).Content.Single()).Transcript);
        Assert.Equal(1000, session.Log.OfType<ResponseOutputAudioDelta>().Sum(delta => delta.Delta.Length / 48));
    }

    [Fact]
    public async Task Audio_is_held_back_once_it_is_far_enough_ahead_of_real_time()
    {
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { AudioLead = TimeSpan.FromSeconds(1) });
        session.TextToSpeech.ClauseMs = 3000;
        session.Chat.Reply("Just one clause.");
        await session.RespondAsync();
        for (var delta = 0; delta < 10; delta++)
            await session.UntilAsync<ResponseOutputAudioDelta>();
        await session.NothingElseButAsync(() => !session.Log.Any(e => e is ResponseDone));

        session.Clock.Advance(TimeSpan.FromSeconds(2));
        await session.UntilAsync<ResponseDone>();
        Assert.Equal(3000, session.Log.OfType<ResponseOutputAudioDelta>().Sum(delta => delta.Delta.Length / 48));
    }

    [Fact]
    public async Task The_transcript_is_as_written_and_the_voice_gets_it_speakable()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("**Sure.** It is <thi", "nk>hm</think>at https://example.com/a/b.\n", "```\ncode(1);\n```\n", "That's $5.");
        await session.RespondAsync();
        var done = await session.UntilAsync<ResponseDone>();
        Assert.Equal("**Sure.** It is at https://example.com/a/b.\n```\ncode(1);\n```\nThat's $5.", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(done.Response.Output.Single()).Content.Single()).Transcript);
        Assert.Equal(["Sure.", "It is at example dot com.", "That's 5 dollars."], session.TextToSpeech.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task The_start_of_the_prompt_stays_the_same_from_turn_to_turn()
    {
        await using var session = await TestSession.StartAsync();
        IReadOnlyList<ChatMessage> before = [];
        foreach (var question in (string[])["One?", "Two?", "Three?"])
        {
            session.Chat.Reply("Yes.");
            await session.SayAsync(question);
            await session.RespondAsync();
            await session.UntilAsync<ResponseDone>();
            var prompt = (await session.Chat.NextRequestAsync()).Messages;
            Assert.Equal(before.Select(Line), prompt.Take(before.Count).Select(Line));
            Assert.True(prompt.Count > before.Count);
            before = prompt;
        }

        static string Line(ChatMessage message) => $"{message.Role}: {message.Text}";
    }

    [Fact]
    public async Task The_model_a_client_names_is_asked_for_by_the_name_its_server_knows()
    {
        await using var session = await TestSession.StartAsync(model: asked => asked == "gpt-4o-realtime-preview" ? "qwen3:8b" : null);
        session.Chat.Reply("Yes.");
        await session.RespondAsync();
        Assert.Equal("qwen3:8b", (await session.Chat.NextRequestAsync()).Options!.ModelId);
    }
}
