using System.Runtime.CompilerServices;
using System.Text.Json;
using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;
using Realtime.Compat.Client.Tests;
using Realtime.Compat.Testing;

namespace Realtime.Compat.PushToTalk.Tests;

public sealed class VoiceConversationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] LongAnswer =
    [
        """{"type":"response.created","response":{}}""",
        """{"type":"response.output_audio_transcript.delta","delta":"One, two, three."}""",
        $$"""{"type":"response.output_audio.delta","item_id":"item_1","delta":"{{Convert.ToBase64String(new byte[48_000])}}"}""",
    ];

    [Fact]
    public async Task Speaking_over_an_answer_silences_it_and_tells_the_server_how_much_was_heard()
    {
        await using var server = await StandInServer.StartAsync(
            [.. LongAnswer, """{"type":"input_audio_buffer.speech_started"}""", LongAnswer[^1], """{"type":"response.done","response":{"status":"cancelled"}}"""]);
        await using var talk = await StartAsync(server, handsFree: true);

        await talk.Connection.SendAsync(ClientEvents.CreateResponse(), CancellationToken.None);

        var truncate = await EventAsync(server, "conversation.item.truncate");
        Assert.Equal("item_1", truncate.GetProperty("item_id").GetString());
        // Of a second that has just begun.
        Assert.InRange(truncate.GetProperty("audio_end_ms").GetInt32(), 0, 20);
        // Nor is what was still on its way played.
        await UntilAsync(() => talk.View.Timings.Length > 0);
        Assert.False(talk.Player.IsPlaying);
    }

    [Fact]
    public async Task C_cancels_the_answer_and_what_is_played_of_it()
    {
        await using var server = await StandInServer.StartAsync(LongAnswer);
        await using var talk = await StartAsync(server, handsFree: false);
        await talk.Connection.SendAsync(ClientEvents.CreateResponse(), CancellationToken.None);
        await UntilAsync(() => talk.Player.IsPlaying);
        Assert.Equal("One, two, three.", talk.View.Said);

        await talk.Conversation.CancelAsync(CancellationToken.None);

        await EventAsync(server, "response.cancel");
        await EventAsync(server, "conversation.item.truncate");
        Assert.False(talk.Player.IsPlaying);
    }

    [Fact]
    public async Task A_recording_of_nothing_is_not_sent_as_a_question()
    {
        await using var server = await StandInServer.StartAsync(LongAnswer);
        await using var talk = await StartAsync(server, handsFree: false);

        await talk.Conversation.ToggleAsync(CancellationToken.None);
        Assert.True(talk.View.IsRecording);
        await talk.Conversation.ToggleAsync(CancellationToken.None);

        await EventAsync(server, "input_audio_buffer.clear");
        Assert.False(talk.View.IsRecording);
        Assert.Equal("Too short: press K, speak, press K again.", talk.View.Note);
        lock (server.Received)
            Assert.DoesNotContain(server.Received, text => text.Contains("input_audio_buffer.commit", StringComparison.Ordinal));
    }

    private static async Task<Talk> StartAsync(StandInServer server, bool handsFree)
    {
        var clock = new FakeTimeProvider();
        var player = new Player(new Nowhere(), clock);
        var connection = await RealtimeConnection.ConnectAsync(server.Address, new RealtimeConnectionOptions { Timeout = Patience }, CancellationToken.None);
        var view = new TalkView { Server = "", IsHandsFree = handsFree };
        var conversation = new VoiceConversation(connection, new Silence(), player, view, clock);
        await conversation.StartAsync(handsFree, voice: null, CancellationToken.None);
        return new Talk(connection, player, view, conversation);
    }

    private static async Task<JsonElement> EventAsync(StandInServer server, string type)
    {
        string? found = null;
        await UntilAsync(() =>
        {
            lock (server.Received)
                found = server.Received.Find(text => text.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));
            return found is not null;
        });
        return JsonElement.Parse(found!);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed record Talk(RealtimeConnection Connection, Player Player, TalkView View, VoiceConversation Conversation) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Conversation.DisposeAsync();
            await Connection.DisposeAsync();
            await Player.DisposeAsync();
        }
    }

    private sealed class Silence : IMicrophone
    {
        public async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }

    private sealed class Nowhere : ILoudspeaker
    {
        public void Write(ReadOnlySpan<byte> pcm16)
        {
        }

        public void Drain()
        {
        }

        public void Dispose()
        {
        }
    }
}
