using System.Globalization;
using System.Text.Json;
using Realtime.Compat.Protocol.Validation;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests.Validation;

/// <summary>Our rules of order, against those of <c>tests/schema/order.mjs</c> and each by itself.</summary>
public sealed class EventOrderTests
{
    [SharedDataTheory("protocol/samples/good_ga.jsonl")]
    [InlineData("good_ga.jsonl")]
    [InlineData("good_beta.jsonl")]
    public void Good_samples_are_in_order(string file) => Assert.Empty(Breaches(Wire.Sample(file)));

    [SchemaTheory]
    [InlineData("good_ga.jsonl")]
    [InlineData("good_beta.jsonl")]
    [InlineData("bad_ga.jsonl")]
    public async Task Samples_get_the_verdict_of_the_script_event_by_event(string file)
    {
        var events = Wire.Sample(file);

        var theirs = (await SchemaValidator.OrderErrorsAsync(events)).Select(error => error.StartsWith('#') ? int.Parse(error[1..error.IndexOf(' ')], CultureInfo.InvariantCulture) : -1);

        Assert.Equal(theirs.Distinct().Order(), Breaches(events).Select(breach => breach.At).Distinct().Order());
    }

    [SchemaTheory]
    [InlineData("good_ga.jsonl")]
    [InlineData("good_beta.jsonl")]
    public async Task Whatever_the_script_finds_in_a_shuffled_log_is_found_here(string file)
    {
        var sample = Wire.Sample(file);
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var events = sample.ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                Shuffle(events, random);

            var theirs = await SchemaValidator.OrderErrorsAsync(events);
            if (theirs.Count > 0)
                Assert.True(Breaches(events).Count > 0, string.Join('\n', [.. theirs, .. events.Select(json => json.GetRawText())]));
        }
    }

    [SharedDataTheory("protocol/samples/good_ga.jsonl")]
    [InlineData("session.created", "first event is not session.created")]
    [InlineData("response.created", "response resp_1 unknown")]
    [InlineData("response.output_item.added", "item not announced by response.output_item.added")]
    [InlineData("response.content_part.added", "delta or done before content_part.added")]
    [InlineData("response.output_audio_transcript.done", "content_part.done before response.output_audio_transcript.done")]
    [InlineData("response.content_part.done", "output_item.done while a content part is open")]
    [InlineData("response.output_item.done", "response.done while items are open: item_a1")]
    [InlineData("response.done", "response resp_1 has no response.done")]
    [InlineData("conversation.item.added", "conversation.item.done before .added")]
    [InlineData("input_audio_buffer.speech_started", "speech_stopped without speech_started")]
    [InlineData("response.output_audio_transcript.delta", "the transcript of response.output_audio_transcript.done has 12 characters, the deltas add up to 0")]
    public void A_missing_event_is_noticed(string type, string breach) =>
        Assert.Contains(Breaches([.. Wire.Sample("good_ga.jsonl").Where(json => Wire.TypeOf(json) != type)]), found => found.What == breach);

    [SharedDataTheory("protocol/samples/good_ga.jsonl")]
    [InlineData("session.created", "session.created twice")]
    [InlineData("response.created", "response resp_1 created twice")]
    [InlineData("response.done", "response resp_1 done twice")]
    [InlineData("response.output_item.added", "output_index is not the next one")]
    [InlineData("response.output_item.done", "event after response.output_item.done")]
    [InlineData("response.content_part.added", "content_part.added twice")]
    [InlineData("response.content_part.done", "content_part.done twice")]
    [InlineData("response.output_audio.done", "response.output_audio.done after response.output_audio.done")]
    [InlineData("conversation.item.added", "item item_u1 announced twice")]
    [InlineData("conversation.item.done", "conversation.item.done of item_u1 twice")]
    [InlineData("input_audio_buffer.speech_started", "speech_started while the speech of item_u1 goes on")]
    [InlineData("input_audio_buffer.speech_stopped", "speech_stopped without speech_started")]
    [InlineData("input_audio_buffer.committed", "item_u1 committed twice")]
    public void A_repeated_event_is_noticed(string type, string breach)
    {
        var twice = Wire.Sample("good_ga.jsonl").SelectMany(json => Wire.TypeOf(json) == type ? Enumerable.Repeat(json, 2) : [json]);

        Assert.Contains(Breaches([.. twice]), found => found.What == breach);
    }

    [Theory]
    [InlineData("""{"type":"conversation.item.added","previous_item_id":"item_9","item":{"id":"item_1"}}""", "previous_item_id item_9 unknown")]
    [InlineData("""{"type":"conversation.item.input_audio_transcription.delta","item_id":"item_1","content_index":0,"delta":"x"}""", "transcription of an item that was neither committed nor announced")]
    [InlineData("""{"type":"conversation.item.deleted","item_id":"item_1"}""", "conversation.item.deleted of an item that is not in the conversation")]
    [InlineData("""{"type":"output_audio_buffer.started","response_id":"resp_1"}""", "response resp_1 unknown")]
    [InlineData("""{"type":"response.created","response":{"id":"resp_1","status":"completed"}}""", "response.created is not in_progress")]
    [InlineData("""{"type":"response.created","response":7}""", "response.created without a response id")]
    [InlineData("""{"type":"response.done"}""", "response.done without a response id")]
    [InlineData("""{"type":"response.done","response":{"id":"resp_1"}}""", "response.done without response.created")]
    [InlineData("""{"type":"conversation.item.added","item":null}""", "conversation.item.added without an item id")]
    [InlineData("""{"type":"input_audio_buffer.committed","item_id":{}}""", "committed without an item id")]
    [InlineData("""{"type":"\ud800"}""", "no event: it has no type")]
    [InlineData("null", "no event: it has no type")]
    public void An_event_out_of_place_is_noticed(string json, string breach)
    {
        var order = Begun();

        Assert.Contains(breach, order.Next(Json.Parse(json)));
    }

    [Fact]
    public void A_whole_that_is_not_the_sum_of_its_deltas_is_noticed()
    {
        var order = Begun();
        foreach (var json in (string[])
        [
            """{"type":"response.created","response":{"id":"r","status":"in_progress"}}""",
            """{"type":"response.output_item.added","response_id":"r","output_index":0,"item":{"id":"i","status":"in_progress"}}""",
            """{"type":"response.content_part.added","response_id":"r","item_id":"i","output_index":0,"content_index":0}""",
            """{"type":"response.output_text.delta","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"Hel"}""",
            """{"type":"response.output_text.delta","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"lo"}""",
        ])
            Assert.Empty(order.Next(Json.Parse(json)));

        var breach = Assert.Single(order.Next(Json.Parse("""{"type":"response.output_text.done","response_id":"r","item_id":"i","output_index":0,"content_index":0,"text":"Hullo"}""")));

        Assert.Equal("the text of response.output_text.done differs from the sum of the deltas", breach);
    }

    [Fact]
    public void A_turn_that_a_change_of_settings_ended_may_start_again()
    {
        var order = Begun();
        order.Next(Json.Parse("""{"type":"input_audio_buffer.speech_started","item_id":"a"}"""));
        order.Next(Json.Parse("""{"type":"session.updated"}"""));

        Assert.Empty(order.Next(Json.Parse("""{"type":"input_audio_buffer.speech_started","item_id":"b"}""")));
        Assert.Empty(order.Next(Json.Parse("""{"type":"input_audio_buffer.speech_stopped","item_id":"b"}""")));
    }

    [Fact]
    public void Old_ids_are_forgotten_rather_than_kept_for_ever()
    {
        var order = Begun();
        for (var i = 0; i < 70_000; i++)
            Assert.Empty(order.Next(Json.Parse($$$"""{"type":"conversation.item.added","event_id":"e{{{i}}}","item":{"id":"item_{{{i}}}"}}""")));

        Assert.Empty(order.Next(Json.Parse("""{"type":"conversation.item.deleted","item_id":"item_0"}""")));
        Assert.Empty(order.Next(Json.Parse("""{"type":"error","event_id":"e0"}""")));
    }

    private static EventOrder Begun()
    {
        var order = new EventOrder();
        Assert.Empty(order.Next(Json.Parse("""{"type":"session.created"}""")));
        return order;
    }

    private static List<(int At, string What)> Breaches(IReadOnlyList<JsonElement> events)
    {
        var order = new EventOrder();
        return [.. events.SelectMany((json, at) => order.Next(json).Select(breach => (at, breach))), .. order.End().Select(breach => (-1, breach))];
    }

    private static void Shuffle(List<JsonElement> events, Random random)
    {
        var (one, other) = (random.Next(events.Count), random.Next(events.Count));
        switch (random.Next(3))
        {
            case 0:
                events.RemoveAt(one);
                break;
            case 1:
                events.Insert(one, events[other]);
                break;
            default:
                (events[one], events[other]) = (events[other], events[one]);
                break;
        }
    }
}
