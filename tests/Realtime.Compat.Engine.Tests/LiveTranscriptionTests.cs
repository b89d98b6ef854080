using System.Buffers.Binary;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public class LiveTranscriptionTests
{
    private readonly ScriptedLiveSpeechToText _live = new();

    [Fact]
    public async Task Words_heard_while_the_user_speaks_are_told_with_the_item_and_nothing_is_transcribed_whole()
    {
        await using var session = await StartAsync();
        await session.PauseAsync(1000);
        await session.SpeakAsync(400);
        var utterance = await _live.NextAsync();
        utterance.Hears("what time");
        utterance.Hears(" is");
        utterance.WillSay("what time is it", "en");
        await session.SpeakAsync(400);
        await session.SettleAsync();
        Assert.DoesNotContain(session.Log, e => e is InputAudioTranscriptionDelta);
        session.Chat.Reply("Noon.");
        await session.PauseAsync(700);

        await session.UntilAsync<ConversationItemDone>();
        Assert.Equal("what time", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        Assert.Equal(" is", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        Assert.Equal(" it", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        Assert.Equal("what time is it", (await session.NextAsync<InputAudioTranscriptionCompleted>()).Transcript);
        await session.UntilAsync<ResponseDone>();
        Assert.Equal("what time is it", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        Assert.Empty(session.SpeechToText.Requests);
        await utterance.Disposed.Task.WaitAsync(TestSession.Patience);
        Assert.Equal(24_000, utterance.Options.SpeechSampleRate);
        Assert.Equal(Assert.Single(session.TextToSpeech.Requests).Options!.AdditionalProperties!["session_id"], utterance.Options.AdditionalProperties!["session_id"]);
        Assert.Equal("en", session.TextToSpeech.Requests.Single().Options!.Language);
    }

    [Theory]
    [InlineData(AudioFormat.Pcm16, 48)]
    [InlineData(AudioFormat.G711Ulaw, 16)]
    public async Task It_hears_the_turn_from_its_padding_on_without_a_gap_however_the_audio_is_cut(AudioFormat format, int pcmBytesPerMs)
    {
        await using var session = await StartAsync(configure: c => c with { InputFormat = format });
        var inputBytesPerMs = format is AudioFormat.Pcm16 ? 48 : 8;
        // A ramp under the loudness tells every sample from the next; odd pieces part samples.
        var audio = new byte[1500 * inputBytesPerMs];
        for (var i = 0; i + 1 < audio.Length && format is AudioFormat.Pcm16; i += 2)
            BinaryPrimitives.WriteInt16LittleEndian(audio.AsSpan(i), (short)(i / 24 % 2 == 0 ? 8000 + i / 48 : -8000 - i / 48));
        for (var i = 0; i < audio.Length && format is not AudioFormat.Pcm16; i++)
            audio[i] = (byte)(i / 4 % 2 == 0 ? 0x10 + i % 8 : 0x90 + i % 8);
        for (var at = 0; at < audio.Length; at += 777)
            await session.AppendAsync(audio.AsMemory(at, Math.Min(777, audio.Length - at)));
        var utterance = await _live.NextAsync();
        await session.SendAsync(new InputAudioBufferCommit());
        await session.UntilAsync<InputAudioBufferCommitted>();

        Assert.InRange(utterance.Audio.Length, 1499 * pcmBytesPerMs, 1500 * pcmBytesPerMs);
        if (format is AudioFormat.Pcm16)
            Assert.Equal(audio.AsSpan(audio.Length - utterance.Audio.Length - audio.Length % 2).ToArray(), utterance.Audio);
        else
            Assert.True(utterance.Audio.Distinct().Count() > 8);
    }

    [Fact]
    public async Task A_speaker_who_goes_on_is_followed_by_the_same_utterance()
    {
        await using var session = await StartAsync();
        await session.SpeakAsync(400);
        var utterance = await _live.NextAsync();
        utterance.WillSay("I would like");
        utterance.WillSay("I would like a table");
        session.Chat.Reply("Yes.");
        await session.PauseAsync(300);
        await session.SpeakAsync(400);
        await session.PauseAsync(700);

        Assert.Equal("I would like a table", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        Assert.Equal((2, 1), (utterance.Asked, _live.Utterances.Count));
        Assert.Empty(session.SpeechToText.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_lost_in_mid_utterance_is_transcribed_whole_and_no_word_is_said_twice(bool whileSpoken)
    {
        await using var session = await StartAsync();
        session.SpeechToText.HearsInPieces("what time", " is it");
        await session.SpeakAsync(400);
        var utterance = await _live.NextAsync();
        utterance.Hears("what");
        await session.SettleAsync();
        if (whileSpoken)
            utterance.Fails("The connection broke.");
        else
            utterance.WillFail("It took too long.");
        session.Chat.Reply("Noon.");
        await session.SpeakAsync(400);
        await session.PauseAsync(700);

        await session.UntilAsync<ConversationItemDone>();
        var transcribed = await session.UntilAsync<InputAudioTranscriptionCompleted>();
        Assert.Equal("what time is it", transcribed.Transcript);
        Assert.Equal("what time is it", string.Concat(session.Log.OfType<InputAudioTranscriptionDelta>().Select(delta => delta.Delta)));
        // The whole turn, from its beginning.
        Assert.InRange(Assert.Single(session.SpeechToText.Requests).Bytes, 950 * 48, 1300 * 48);
    }

    [Fact]
    public async Task An_engine_that_is_too_far_behind_is_asked_no_more()
    {
        await using var session = await StartAsync();
        session.SpeechToText.Hears("all of it");
        await session.SpeakAsync(400);
        (await _live.NextAsync()).IsFull = true;
        await session.SpeakAsync(400);
        await session.PauseAsync(700);
        Assert.Equal("all of it", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        Assert.Equal(0, _live.Utterances.Single().Asked);
    }

    [Fact]
    public async Task Words_that_ask_for_the_floor_interrupt_before_the_speech_lasts_long_enough()
    {
        await using var session = await AnsweringAsync();
        await session.SpeakAsync(300);
        var utterance = await _live.NextAsync();
        utterance.Hears("I");
        await session.NothingElseButAsync(static () => true);
        Assert.DoesNotContain(session.Log, e => e is InputAudioBufferSpeechStarted);
        utterance.Hears(" want something else");

        Assert.Equal(0, (await session.UntilAsync<InputAudioBufferSpeechStarted>()).AudioStartMs);
        Assert.Equal(ResponseStatus.Cancelled, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Theory]
    [InlineData("mm-hm")]
    [InlineData("I see")]
    public async Task What_asks_for_nothing_is_no_interruption_and_is_followed_no_further(string words)
    {
        await using var session = await AnsweringAsync();
        await session.SpeakAsync(300);
        var utterance = await _live.NextAsync();
        utterance.Hears(words);
        utterance.WillSay(words);
        await session.PauseAsync(900);
        await utterance.Disposed.Task.WaitAsync(TestSession.Patience);

        session.TextToSpeech.Hold!.SetResult();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
        Assert.DoesNotContain(session.Log, e => e is InputAudioBufferSpeechStarted or InputAudioBufferCommitted);
    }

    [Fact]
    public async Task Semantic_vad_waits_by_the_words_that_were_followed()
    {
        await using var session = await StartAsync(configure: c => c with { TurnDetection = new SemanticVad() });
        await session.SpeakAsync(500);
        (await _live.NextAsync()).WillSay("What time is it?");
        session.Chat.Reply("Noon.");
        await session.PauseAsync(256);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        await session.NothingElseButAsync(() => _live.Utterances.Single().Asked == 1);
        await session.PauseAsync(400);

        Assert.InRange((await session.UntilAsync<InputAudioBufferSpeechStopped>()).AudioEndMs, 780, 1030);
        Assert.Equal("What time is it?", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
    }

    [Fact]
    public async Task An_answer_is_begun_on_the_words_that_were_followed()
    {
        await using var session = await StartAsync(turnTaking: new TurnTakingOptions { Speculate = true });
        await session.SpeakAsync(500);
        (await _live.NextAsync()).WillSay("what time is it");
        session.Chat.Reply("Noon.");
        await session.PauseAsync(300);
        Assert.Equal("what time is it", (await session.Chat.NextRequestAsync()).Messages[^1].Text);
        Assert.DoesNotContain(session.Log, e => e is ResponseCreated);
        await session.PauseAsync(400);
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }

    [Fact]
    public async Task Certain_words_that_come_after_the_commit_are_told_as_they_come()
    {
        await using var session = await StartAsync();
        await session.SpeakAsync(500);
        var utterance = await _live.NextAsync();
        var whole = utterance.WillSayLater();
        await session.PauseAsync(700);
        await session.UntilAsync<ConversationItemDone>();
        utterance.Hears("one");
        Assert.Equal("one", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        session.Chat.Reply("Two.");
        whole.SetResult("one two");
        Assert.Equal(" two", (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
        Assert.Equal("one two", (await session.NextAsync<InputAudioTranscriptionCompleted>()).Transcript);
    }

    [Theory]
    [InlineData("not offered")]
    [InlineData("noise reduction")]
    public async Task Where_it_cannot_help_utterances_are_transcribed_whole(string why)
    {
        _live.IsOffered = why != "not offered";
        await using var session = await StartAsync(configure: c => why switch
        {
            "noise reduction" => c with { NoiseReduction = NoiseReduction.NearField },
            _ => c,
        });
        await session.SpeakAsync(500);
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Equal("hello", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        Assert.Empty(_live.Utterances);
    }

    [Fact]
    public async Task A_turn_that_the_client_ends_is_followed_from_its_first_append_on()
    {
        await using var session = await StartAsync(configure: c => c with { TurnDetection = null });
        foreach (var (pauseMs, words) in ((int, string)[])[(0, "what time is it"), (300, "thank you")])
        {
            await session.PauseAsync(pauseMs);
            await session.SpeakAsync(500);
            var utterance = await _live.NextAsync();
            var whole = utterance.WillSayLater();
            await session.SendAsync(new InputAudioBufferCommit());
            await session.UntilAsync<ConversationItemDone>();
            utterance.Hears(words[..4]);
            Assert.Equal(words[..4], (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
            whole.SetResult(words);
            Assert.Equal(words[4..], (await session.NextAsync<InputAudioTranscriptionDelta>()).Delta);
            Assert.Equal(words, (await session.NextAsync<InputAudioTranscriptionCompleted>()).Transcript);
            await utterance.Disposed.Task.WaitAsync(TestSession.Patience);
            Assert.Equal((pauseMs + 500) * 48, utterance.Audio.Length);
        }

        Assert.Equal(2, _live.Utterances.Count);
        Assert.Empty(session.SpeechToText.Requests);
    }

    [Fact]
    public async Task A_client_that_ends_its_turns_may_clear_them_or_have_them_ended_for_it()
    {
        await using var session = await StartAsync(configure: c => c with { TurnDetection = null });
        await session.SpeakAsync(300);
        var cleared = await _live.NextAsync();
        await session.SendAsync(new InputAudioBufferClear());
        await cleared.Disposed.Task.WaitAsync(TestSession.Patience);
        await session.SpeakAsync(300);
        var ended = await _live.NextAsync();
        await session.UpdateAsync(new SessionPatch { TurnDetection = new ServerVad() });
        await ended.Disposed.Task.WaitAsync(TestSession.Patience);
        Assert.Equal(300 * 48, ended.Audio.Length);
    }

    [Theory]
    [InlineData(2500, 0, 0)]
    [InlineData(500, 2500, 1)]
    public async Task A_file_that_comes_faster_than_speech_is_transcribed_whole(int firstMs, int thenMs, int followed)
    {
        await using var session = await StartAsync(configure: c => c with { TurnDetection = null });
        await session.AppendAsync(new byte[firstMs * 48]);
        await session.AppendAsync(new byte[thenMs * 48]);
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Equal("hello", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        Assert.Equal((followed, 0), (_live.Utterances.Count, _live.Utterances.Sum(utterance => utterance.Asked)));
        Assert.All(_live.Utterances, utterance => Assert.True(utterance.Disposed.Task.IsCompleted));
    }

    [Fact]
    public async Task A_turn_that_the_client_ends_is_followed_as_long_as_it_is_spoken()
    {
        await using var session = await StartAsync(configure: c => c with { TurnDetection = null });
        for (var second = 0; second < 30; second++)
        {
            await session.SpeakAsync(1000);
            await session.SettleAsync();
            session.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await _live.NextAsync()).WillSay("a long story");
        await session.SendAsync(new InputAudioBufferCommit());
        Assert.Equal("a long story", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
    }

    [Fact]
    public async Task A_client_that_clears_or_leaves_ends_what_follows_it()
    {
        ScriptedLiveSpeechToText.Utterance left;
        await using (var session = await StartAsync())
        {
            await session.SpeakAsync(300);
            var cleared = await _live.NextAsync();
            await session.SendAsync(new InputAudioBufferClear());
            await cleared.Disposed.Task.WaitAsync(TestSession.Patience);
            await session.SpeakAsync(300);
            left = await _live.NextAsync();
        }

        Assert.True(left.Disposed.Task.IsCompleted);
    }

    [Fact]
    public async Task Settings_that_change_in_mid_turn_hold_for_all_of_it()
    {
        await using var session = await StartAsync();
        await session.SpeakAsync(300);
        var utterance = await _live.NextAsync();
        await session.UpdateAsync(new SessionPatch { Transcription = new Transcription { Language = "de" } });
        session.SpeechToText.Hears("guten Tag");
        await session.SpeakAsync(300);
        await session.PauseAsync(700);
        Assert.Equal("guten Tag", (await session.UntilAsync<InputAudioTranscriptionCompleted>()).Transcript);
        Assert.Equal("de", Assert.Single(session.SpeechToText.Requests).Options!.SpeechLanguage);
        Assert.True(utterance.Disposed.Task.IsCompleted);
    }

    private Task<TestSession> StartAsync(Func<SessionConfiguration, SessionConfiguration>? configure = null, TurnTakingOptions? turnTaking = null) =>
        TestSession.StartAsync(c => (configure ?? (one => one))(c with { Transcription = new Transcription() }), live: _live, turnTaking: turnTaking);

    private async Task<TestSession> AnsweringAsync()
    {
        var session = await StartAsync();
        session.TextToSpeech.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Chat.Reply("One. Two. Three.");
        await session.RespondAsync();
        await session.UntilAsync<ResponseOutputAudioDelta>();
        return session;
    }
}
