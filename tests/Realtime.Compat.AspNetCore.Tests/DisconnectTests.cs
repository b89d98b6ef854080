using System.Diagnostics;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class DisconnectTests
{
    private const string Respond = """{"type":"response.create"}""";

    [Fact]
    public async Task A_client_that_closes_is_answered_1000()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);

        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(RealtimeApp.Patience);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
        await app.SessionEndedAsync();
        Assert.Equal(0, app.ActiveSessions);
    }

    [Fact]
    public async Task A_client_that_vanishes_in_a_response_leaves_nothing_running()
    {
        var chat = new ScriptedChat { NeverEnds = true };
        await using var app = await RealtimeApp.StartAsync(chat);
        await using var client = await TestClient.OpenAsync(app);
        await client.SendAsync("""{"type":"response.create","response":{"output_modalities":["text"]}}""");
        await client.NextAsync("response.output_text.delta");
        Assert.Equal(1, chat.Running);

        client.Socket.Abort();

        await app.SessionEndedAsync();
        Assert.Equal(0, app.ActiveSessions);
        Assert.Equal(0, chat.Running);
    }

    [Fact]
    public async Task A_client_that_stops_reading_holds_back_the_voice_and_is_disconnected()
    {
        var voice = new ScriptedVoice { Pieces = long.MaxValue };
        await using var app = await RealtimeApp.StartAsync(voice: voice, configure: options =>
        {
            options.OutboxRoomBytes = 256 << 10;
            options.OutboxLimitBytes = int.MaxValue;
            options.SendTimeout = TimeSpan.FromSeconds(1);
        });
        await using var client = await TestClient.OpenAsync(app);

        await client.SendAsync(Respond);

        // The kernel's buffers for a loopback connection hold some megabytes; a voice that nobody holds back makes gigabytes meanwhile.
        await app.SessionEndedAsync();
        Assert.InRange(voice.SpokenBytes, 1, 64 << 20);
    }

    [Fact]
    public async Task A_session_at_its_maximum_length_is_told_and_closed_1001()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.MaxSessionLength = TimeSpan.FromSeconds(1));
        await using var client = await TestClient.OpenAsync(app);

        var (status, reason) = await client.ClosedAsync();

        Assert.Equal("session_expired", client.Events[^1].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1001, status);
        Assert.Equal(client.Events[^1].GetProperty("error").GetProperty("message").GetString(), reason);
    }

    [Fact]
    public async Task A_session_that_fails_is_closed_1011()
    {
        // The first detector is the start's check.
        var made = 0;
        await using var app = await RealtimeApp.StartAsync(services: services => services.AddSingleton<Func<IVoiceActivityDetector>>(
            () => made++ == 0 ? new LoudnessDetector() : throw new InvalidOperationException("out of memory")));
        await using var client = await TestClient.OpenAsync(app);

        var (status, _) = await client.ClosedAsync();

        Assert.Equal(1011, status);
        await app.SessionEndedAsync();
    }

    [Fact]
    public async Task A_server_that_stops_says_so_to_its_clients()
    {
        await using var app = await RealtimeApp.StartAsync(new ScriptedChat { NeverEnds = true });
        await using var client = await TestClient.OpenAsync(app);
        await client.SendAsync(Respond);
        await client.NextAsync("response.created");

        var stopping = app.StopAsync();
        var (status, _) = await client.ClosedAsync();
        await stopping;

        Assert.Equal(1001, status);
        Assert.Equal(0, app.ActiveSessions);
    }

    [Fact]
    public async Task A_server_that_stops_waits_for_no_client_that_does_not_answer()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);
        var watch = Stopwatch.StartNew();

        await app.StopAsync();

        // One second is given to the client; Kestrel's own limit would be thirty.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, app.ActiveSessions);
    }
}
