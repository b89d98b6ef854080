using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Testing;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Tests.Calls;

public sealed class CallTests
{
    private const string Ask = """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""";
    private const string Create = """{"type":"response.create"}""";

    [Fact]
    public async Task A_raw_offer_is_answered_with_201_and_the_calls_address()
    {
        await using var line = new Phone();

        using var response = await line.PostAsync("calls", "offer");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("application/sdp", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(FakeRtc.Answer, await response.Content.ReadAsStringAsync());
        Assert.Equal($"/v1/realtime/calls/{(await line.Rtc.NextAsync()).Id}", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_brings_the_session_with_it_as_fields_or_as_files(bool asFiles)
    {
        await using var line = new Phone();
        using var form = new MultipartFormDataContent();
        form.Add(Part("offer", "application/sdp"), "sdp");
        form.Add(Part("""{"type":"realtime","model":"mine","instructions":"Be kind."}""", "application/json"), "session");
        foreach (var part in form)
        {
            // Chromium sends a blob with an empty file name.
            if (asFiles)
                part.Headers.ContentDisposition!.Parameters.Add(new NameValueHeaderValue("filename", "\"\""));
        }

        using var response = await line.PostAsync("calls", form);
        var call = await line.Rtc.NextAsync();
        call.Open();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var session = (await call.NextAsync("session.created")).GetProperty("session");
        Assert.Equal(("mine", "Be kind."), (session.GetProperty("model").GetString(), session.GetProperty("instructions").GetString()));
    }

    [Fact]
    public async Task A_calls_session_comes_from_its_secret()
    {
        await using var line = new Phone();
        var secrets = (await line.AppAsync()).Services.GetRequiredService<ClientSecrets>();
        secrets.TryWrite(new ClientSecret { Id = "1", ExpiresAt = long.MaxValue, Model = "bound", Session = """{"type":"realtime","instructions":"Bound."}""" }, out var secret);

        using var response = await line.PostAsync("calls", "offer", secret);
        var call = await line.Rtc.NextAsync();
        call.Open();

        var session = (await call.NextAsync("session.created")).GetProperty("session");
        Assert.Equal(("bound", "Bound."), (session.GetProperty("model").GetString(), session.GetProperty("instructions").GetString()));
    }

    [Fact]
    public async Task Betas_address_takes_a_call_in_beta()
    {
        await using var line = new Phone();

        using var response = await line.PostAsync("?model=gpt-4o-realtime-preview", "offer");
        var call = await line.Rtc.NextAsync();
        call.Open();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True((await call.NextAsync("session.created")).GetProperty("session").TryGetProperty("modalities", out _));
    }

    [SchemaTheory]
    [InlineData("ga")]
    [InlineData("beta")]
    public async Task An_answer_is_played_and_said_to_be_playing_until_it_was_heard(string dialect)
    {
        await using var line = new Phone();
        var call = await line.CallAsync(dialect == "beta" ? "?model=m" : "calls?model=m");
        call.Send(Ask);
        call.Send(Create);
        var done = await call.NextAsync("response.done");
        await call.QueuedAsync(200);
        call.Hear(10_000);
        var stopped = await call.NextAsync("output_audio_buffer.stopped");

        var types = call.Events.Select(TestClient.TypeOf).ToList();
        Assert.DoesNotContain(dialect == "beta" ? "response.audio.delta" : "response.output_audio.delta", types);
        Assert.True(types.IndexOf("response.content_part.added") < types.IndexOf("output_audio_buffer.started"));
        Assert.Equal(done.GetProperty("response").GetProperty("id").GetString(), stopped.GetProperty("response_id").GetString());
        foreach (var serverEvent in call.Events)
            await SchemaValidator.AssertValidAsync(dialect, "server", serverEvent);
        await SchemaValidator.AssertOrderAsync(call.Events);
    }

    [Fact]
    public async Task Speaking_over_an_answer_clears_it_and_cuts_it_where_it_was_heard()
    {
        await using var line = new Phone(new ScriptedChat { Reply = "One two three four five six seven eight nine ten." }, new ScriptedVoice { Pieces = 20 });
        var call = await line.CallAsync();
        call.Send(Ask);
        call.Send(Create);
        await call.NextAsync("response.done");
        await call.QueuedAsync(2_000);
        call.Hear(1_000);

        call.Speak(ms: 800, amplitude: 8_000);
        var cleared = await call.NextAsync("output_audio_buffer.cleared");
        var truncated = await call.NextAsync("conversation.item.truncated");

        Assert.Equal(1_000, truncated.GetProperty("audio_end_ms").GetInt32());
        Assert.Equal(0, call.PendingSamples);
        Assert.StartsWith("resp_", cleared.GetProperty("response_id").GetString(), StringComparison.Ordinal);
        call.Send($$"""{"type":"conversation.item.retrieve","item_id":"{{truncated.GetProperty("item_id").GetString()}}"}""");
        var item = (await call.NextAsync("conversation.item.retrieved")).GetProperty("item");
        var transcript = item.GetProperty("content")[0].GetProperty("transcript").GetString()!;
        Assert.StartsWith("One two", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("eight", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_may_clear_what_is_played()
    {
        await using var line = new Phone(voice: new ScriptedVoice { Pieces = 20 });
        var call = await line.CallAsync();
        call.Send(Ask);
        call.Send(Create);
        await call.NextAsync("response.done");
        await call.QueuedAsync(2_000);

        call.Send("""{"type":"output_audio_buffer.clear"}""");
        await call.NextAsync("output_audio_buffer.cleared");
        var truncated = await call.NextAsync("conversation.item.truncated");

        Assert.Equal(0, truncated.GetProperty("audio_end_ms").GetInt32());
        Assert.Equal(0, call.PendingSamples);
    }

    [Fact]
    public async Task A_spoken_question_is_heard_and_answered()
    {
        await using var line = new Phone();
        var call = await line.CallAsync();

        call.Speak(ms: 600, amplitude: 8_000);
        call.Speak(ms: 1_000, amplitude: 0);

        await call.NextAsync("input_audio_buffer.committed");
        Assert.Equal("completed", (await call.NextAsync("response.done")).GetProperty("response").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Audio_stays_what_the_call_carries_whatever_the_session_says()
    {
        await using var line = new Phone();
        var call = await line.CallAsync();

        call.Send("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcmu"}}}}}""");

        var audio = (await call.NextAsync("session.updated")).GetProperty("session").GetProperty("audio");
        Assert.Equal("audio/pcm", audio.GetProperty("input").GetProperty("format").GetProperty("type").GetString());
        Assert.Equal("audio/pcm", audio.GetProperty("output").GetProperty("format").GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_event_larger_than_the_caller_takes_is_an_error_instead()
    {
        await using var line = new Phone(rtc: new FakeRtc { MaxEventBytes = 8_192 });
        var call = await line.CallAsync();

        call.Send($$$"""{"type":"session.update","session":{"type":"realtime","instructions":"{{{new string('a', 9_000)}}}"}}""");

        var error = (await call.NextAsync("error")).GetProperty("error");
        Assert.Equal("event_too_large", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_item_whose_audio_is_too_large_for_the_channel_is_retrieved_without_it()
    {
        await using var line = new Phone(new ScriptedChat { Reply = "One two three." }, new ScriptedVoice { Pieces = 20 }, new FakeRtc { MaxEventBytes = 8_192 });
        var call = await line.CallAsync();
        call.Send(Ask);
        call.Send(Create);
        var done = await call.NextAsync("response.done");
        var id = done.GetProperty("response").GetProperty("output")[0].GetProperty("id").GetString();

        call.Send($$"""{"type":"conversation.item.retrieve","item_id":"{{id}}"}""");

        var part = (await call.NextAsync("conversation.item.retrieved")).GetProperty("item").GetProperty("content")[0];
        Assert.Equal("One two three.", part.GetProperty("transcript").GetString());
        Assert.False(part.TryGetProperty("audio", out _));
    }

    [Theory]
    [InlineData("POST", "/hangup")]
    [InlineData("DELETE", "")]
    public async Task Hanging_up_ends_the_call_and_its_session(string method, string verb)
    {
        await using var line = new Phone();
        var call = await line.CallAsync();

        using var response = await line.SendAsync(new HttpMethod(method), $"calls/{call.Id}{verb}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(RtcCloseReason.HungUp, await call.Closed);
        await (await line.AppAsync()).IdleAsync();
        using var again = await line.SendAsync(new HttpMethod(method), $"calls/{call.Id}{verb}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_caller_who_is_gone_leaves_nothing_behind()
    {
        await using var line = new Phone(new ScriptedChat { NeverEnds = true });
        var call = await line.CallAsync();
        call.Send(Ask);
        call.Send(Create);
        await call.NextAsync("response.created");

        call.HangUp(RtcCloseReason.PeerClosed);

        await (await line.AppAsync()).IdleAsync();
    }

    [Theory]
    [InlineData("bad", HttpStatusCode.BadRequest, "invalid_value")]
    [InlineData("full", HttpStatusCode.ServiceUnavailable, "too_many_calls")]
    [InlineData(" ", HttpStatusCode.BadRequest, "missing_required_parameter")]
    public async Task An_offer_that_cannot_be_served_is_told_why(string offer, HttpStatusCode status, string code)
    {
        await using var line = new Phone();

        using var response = await line.PostAsync("calls", offer);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0, (await line.AppAsync()).ActiveSessions);
    }

    [Fact]
    public async Task A_server_without_an_endpoint_says_that_it_takes_no_calls()
    {
        await using var app = await RealtimeApp.StartAsync();
        using var client = new HttpClient();

        using var response = await client.PostAsync(new Uri(app.Address, "v1/realtime/calls"), Part("offer", "application/sdp"));

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
    }

    private static StringContent Part(string text, string type)
    {
        var part = new StringContent(text, Encoding.UTF8);
        part.Headers.ContentType = new MediaTypeHeaderValue(type);
        return part;
    }
}
