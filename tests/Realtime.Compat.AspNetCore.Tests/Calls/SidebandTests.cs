using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Tests.Calls;

public sealed class SidebandTests
{
    private const string Key = "sk-test-0123456789";

    [Fact]
    public async Task Who_joins_a_call_sees_its_session_first_and_its_events_after()
    {
        await using var phone = new Phone();
        var call = await phone.CallAsync();
        call.Send("""{"type":"session.update","session":{"type":"realtime","instructions":"As it is now."}}""");
        await call.NextAsync("session.updated");

        await using var one = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}");
        await using var two = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}&model=ignored");
        call.Send("""{"type":"response.create","response":{"output_modalities":["text"]}}""");

        Assert.Equal("As it is now.", one.Events[0].GetProperty("session").GetProperty("instructions").GetString());
        var ids = new[] { await one.NextAsync("response.done"), await two.NextAsync("response.done"), await call.NextAsync("response.done") }
            .Select(done => done.GetProperty("event_id").GetString());
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Who_joins_may_speak_for_the_call()
    {
        await using var phone = new Phone();
        var call = await phone.CallAsync();
        await using var side = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}");

        await side.SendAsync("""{"type":"session.update","session":{"type":"realtime","instructions":"Pushed in."}}""");

        Assert.Equal("Pushed in.", (await call.NextAsync("session.updated")).GetProperty("session").GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task The_audio_stays_on_the_call()
    {
        await using var phone = new Phone();
        var call = await phone.CallAsync();
        await using var side = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}");

        await side.SendAsync("""{"type":"response.create"}""");
        await side.NextAsync("response.done");

        Assert.DoesNotContain("response.output_audio.delta", side.Events.Select(TestClient.TypeOf));
        await call.QueuedAsync(100);
    }

    [Fact]
    public async Task Who_joins_may_leave_and_the_call_goes_on()
    {
        await using var phone = new Phone();
        var call = await phone.CallAsync();
        await using (var side = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}"))
            await side.Socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        call.Send("""{"type":"response.create","response":{"output_modalities":["text"]}}""");

        await call.NextAsync("response.done");
    }

    [Fact]
    public async Task The_end_of_the_call_is_the_end_for_all()
    {
        await using var phone = new Phone();
        var call = await phone.CallAsync();
        await using var side = await TestClient.OpenAsync(await phone.AppAsync(), $"?call_id={call.Id}");

        call.HangUp(RtcCloseReason.PeerClosed);

        Assert.Equal(1000, (await side.ClosedAsync()).Status);
        await (await phone.AppAsync()).IdleAsync();
    }

    [Fact]
    public async Task A_call_that_is_not_there_cannot_be_joined()
    {
        await using var phone = new Phone();
        await using var side = await TestClient.ConnectAsync(await phone.AppAsync(), "?call_id=rtc_0");

        Assert.Equal((4000, "invalid_request_error.call_id_not_found"), await side.ClosedAsync());
    }

    [Fact]
    public async Task Only_the_key_a_call_was_made_with_may_touch_it()
    {
        await using var phone = new Phone(configure: options =>
        {
            options.ApiKeys.Add(new ApiKeyOptions { Key = Key, Name = "ours" });
            options.ApiKeys.Add(new ApiKeyOptions { Key = "sk-another-987654", Name = "theirs" });
        });
        var app = await phone.AppAsync();
        var secrets = app.Services.GetRequiredService<ClientSecrets>();
        secrets.TryWrite(new ClientSecret { Id = "1", ExpiresAt = long.MaxValue, KeyName = "ours" }, out var secret);
        var call = await phone.CallAsync(key: secret);

        await using var ours = await TestClient.OpenAsync(app, $"?call_id={call.Id}&api-key={Key}");
        await using var theirs = await TestClient.ConnectAsync(app, $"?call_id={call.Id}&api-key=sk-another-987654");
        using var hangup = await phone.SendAsync(HttpMethod.Post, $"calls/{call.Id}/hangup", key: "sk-another-987654");

        Assert.Single(ours.Events);
        Assert.Equal(4000, (await theirs.ClosedAsync()).Status);
        Assert.Equal(HttpStatusCode.NotFound, hangup.StatusCode);
    }
}
