using System.Text.Json;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>The judge itself: what it lets pass and what it does not.</summary>
public class SchemaValidatorTests
{
    [SchemaTheory]
    [InlineData("ga", "server", "good_ga.jsonl")]
    [InlineData("beta", "server", "good_beta.jsonl")]
    [InlineData("ga", "client", "good_client_ga.jsonl")]
    public async Task Good_samples_pass(string dialect, string side, string file)
    {
        foreach (var json in Sample(file))
            await SchemaValidator.AssertValidAsync(dialect, side, json);
    }

    [SchemaTheory]
    [InlineData("server", "bad_ga.jsonl")]
    [InlineData("client", "bad_client_ga.jsonl")]
    public async Task Every_bad_sample_fails(string side, string file)
    {
        foreach (var json in Sample(file))
            Assert.NotEmpty(await SchemaValidator.ErrorsAsync("ga", side, json));
    }

    [SchemaTheory]
    [InlineData("good_ga.jsonl")]
    [InlineData("good_beta.jsonl")]
    public Task Good_samples_are_in_order(string file) => SchemaValidator.AssertOrderAsync(Sample(file));

    [SchemaTheory]
    [InlineData("session.created", "first event is not session.created")]
    [InlineData("response.output_item.added", "item not announced by response.output_item.added")]
    [InlineData("response.content_part.added", "delta or done before content_part.added")]
    [InlineData("response.content_part.done", "output_item.done while a content part is open")]
    [InlineData("response.output_item.done", "response.done while items are open: item_a1")]
    [InlineData("response.done", "response resp_1 has no response.done")]
    public async Task A_missing_event_is_noticed(string type, string error)
    {
        var events = Sample("good_ga.jsonl").Where(json => json.GetProperty("type").GetString() != type).ToList();
        var errors = await SchemaValidator.OrderErrorsAsync(type is "session.created" ? events.Skip(1) : events);

        Assert.Contains(errors, found => found.EndsWith(error, StringComparison.Ordinal));
    }

    [SchemaFact]
    public async Task Nothing_may_follow_the_end_of_a_response()
    {
        var events = Sample("good_ga.jsonl").ToList();
        var delta = events.Find(json => json.GetProperty("type").GetString() is "response.output_audio.delta");
        var done = events.Find(json => json.GetProperty("type").GetString() is "response.done");

        var errors = await SchemaValidator.OrderErrorsAsync([.. events, delta, done]);

        Assert.Contains(errors, error => error.EndsWith("event after response.done", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.EndsWith("response resp_1 done twice", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("used twice", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonElement> Sample(string file) =>
        File.ReadLines(SharedData.PathOf("protocol", "samples", file)).Where(line => line.Length > 0).Select(Json.Parse);
}
