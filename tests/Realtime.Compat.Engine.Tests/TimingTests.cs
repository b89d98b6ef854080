using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Tests;

public class TimingTests
{
    [Fact]
    public async Task A_client_that_asked_is_told_how_long_each_stage_took()
    {
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { ReportsTimings = true });
        var heard = session.SpeechToText.HearsLater();
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        await session.UntilAsync<InputAudioBufferCommitted>();
        session.Clock.AdvanceMs(30);
        heard.SetResult("hello");
        Assert.Null((await session.UntilAsync<ResponseCreated>()).Response.Metadata);
        var chat = await session.Chat.NextRequestAsync();
        session.Clock.AdvanceMs(120);
        chat.Write("Yes, ");
        await session.NothingElseButAsync(() => true);
        chat.Write("of course. ");
        await session.UntilAsync<ResponseOutputAudioDelta>();
        chat.Finish(Microsoft.Extensions.AI.ChatFinishReason.Stop);

        var times = JsonElement.Parse((await session.UntilAsync<ResponseDone>()).Response.Metadata!["timings"]);
        Assert.InRange(times.GetProperty("voice_activity_ms").GetDouble(), 500, 560);
        Assert.Equal(30, times.GetProperty("transcription_ms").GetDouble());
        Assert.Equal(150, times.GetProperty("latency_ms").GetDouble());
        Assert.Equal(120, times.GetProperty("first_token_ms").GetDouble() + times.GetProperty("first_clause_ms").GetDouble());
        Assert.Equal(0, times.GetProperty("first_speech_ms").GetDouble());
        Assert.Equal(0, times.GetProperty("first_audio_ms").GetDouble());
    }

    [Fact]
    public async Task The_clients_own_metadata_stays_and_a_full_one_is_left_alone()
    {
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { ReportsTimings = true });
        session.Chat.Reply("Yes.");
        await session.RespondAsync(new ResponseParameters { Metadata = new Dictionary<string, string> { ["mine"] = "1" } });
        var metadata = (await session.UntilAsync<ResponseDone>()).Response.Metadata!;
        Assert.Equal("1", metadata["mine"]);
        Assert.False(JsonElement.Parse(metadata["timings"]).TryGetProperty("voice_activity_ms", out _));

        session.Chat.Reply("Yes.");
        await session.RespondAsync(new ResponseParameters { Metadata = Enumerable.Range(0, 16).ToDictionary(i => $"k{i}", i => "v") });
        Assert.Equal(16, (await session.UntilAsync<ResponseDone>()).Response.Metadata!.Count);
    }

    [Fact]
    public async Task Who_did_not_ask_gets_no_metadata()
    {
        await using var session = await TestSession.StartAsync();
        session.Chat.Reply("Yes.");
        await session.RespondAsync();
        Assert.Null((await session.UntilAsync<ResponseDone>()).Response.Metadata);
    }

    [Fact]
    public async Task A_response_is_a_trace_of_its_own_with_a_span_for_each_stage()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TurnTimings.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var session = await TestSession.StartAsync();
        Activity? around = null;
        session.TextToSpeech.Failure = _ =>
        {
            around = Activity.Current;
            return null;
        };
        session.Chat.Reply("Yes.");
        await session.SpeakAsync(500);
        await session.PauseAsync(700);
        var done = await session.UntilAsync<ResponseDone>();
        await session.SendAsync(new InputAudioBufferClear());
        await session.UntilAsync<InputAudioBufferCleared>();

        var response = Assert.Single(spans, span => (string?)span.GetTagItem("realtime.response.id") == done.Response.Id);
        Assert.Equal("completed", response.GetTagItem("realtime.response.status"));
        Assert.Null(response.ParentId);
        Assert.Equal(response.TraceId, around!.TraceId);
        Assert.Equal(
            ["realtime.turn.voice_activity", "realtime.turn.transcription", "realtime.turn.first_token", "realtime.turn.first_clause", "realtime.turn.first_speech", "realtime.turn.first_audio"],
            spans.Where(span => span.ParentSpanId == response.SpanId).Select(span => span.OperationName));
        Assert.InRange(spans.First(span => span.ParentSpanId == response.SpanId).Duration.TotalMilliseconds, 500, 560);
    }
}
