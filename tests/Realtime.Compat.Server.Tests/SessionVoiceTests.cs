using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Backends.Scripted.Speech;
using Realtime.Compat.Testing.StandIn;

namespace Realtime.Compat.Server.Tests;

/// <summary>Which voice speech servers are asked for by a session, and which one its client is shown.</summary>
public sealed class SessionVoiceTests : IAsyncDisposable
{
    private readonly StandInServer _first = StandInServer.Start(exchange => exchange.RespondAsync(500, "text/plain", "no"));
    private readonly StandInServer _second = StandInServer.Start(exchange => exchange.RespondAsync(200, "audio/pcm", new string('\u0011', 4800)));

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "af_heart", "af_heart", "bella")]
    [InlineData("verse", "verse", "af_verse", "bella_verse")]
    [InlineData("marin", "marin", "marin", "bella")]
    [InlineData("af_heart", "af_heart", "af_heart", "bella")]
    public async Task Servers_that_are_set_to_a_voice_speak_with_it_unless_the_client_names_one_that_they_know(string? named, string shown, string first, string second)
    {
        var options = Options();
        options.Voice = "af_heart";
        options.Voices["verse"] = "af_verse";
        options.Fallbacks[0].Voice = "bella";
        options.Fallbacks[0].Voices["verse"] = "bella_verse";

        Assert.Equal(shown, await SpeakAsync(options, named));

        Assert.Equal((first, second), ((string?)_first.Seen[0].Json["voice"], (string?)_second.Seen[0].Json["voice"]));
    }

    [Theory]
    [InlineData(null, null, "alloy")]
    [InlineData(null, "marin", "marin")]
    [InlineData("echo", null, "echo")]
    [InlineData("echo", "marin", "marin")]
    public async Task Servers_that_are_set_to_none_are_asked_for_the_one_that_is_shown(string? ofOperator, string? named, string voice)
    {
        Assert.Equal(voice, await SpeakAsync(Options(), named, ofOperator));

        Assert.Equal((voice, voice), ((string?)_first.Seen[0].Json["voice"], (string?)_second.Seen[0].Json["voice"]));
    }

    private SpeechBackendOptions Options() => new() { Url = _first.Url.ToString(), Fallbacks = { new SpeechFallbackOptions { Url = _second.Url.ToString() } } };

    /// <summary>Has a session answer aloud.</summary>
    /// <returns>The voice that its client is shown.</returns>
    private static async Task<string?> SpeakAsync(SpeechBackendOptions options, string? named, string? ofOperator = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRealtime(realtime =>
        {
            realtime.DefaultVoice = ofOperator;
            realtime.Calls.Enabled = false;
        });
        builder.Services.AddSingleton<IChatClient>(new ScriptedChatClient());
        builder.Services.AddSingleton<ISpeechToTextClient>(new ScriptedSpeechToTextClient(null));
        builder.Services.AddSingleton(SpeechClients.TextToSpeech(options));
        await using var app = builder.Build();
        app.MapRealtime();
        await app.StartAsync();

        using var patience = new CancellationTokenSource(Eventually.Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/v1/realtime?model=m"), patience.Token);
        if (named is not null)
            await SendAsync(socket, """{"type":"session.update","session":{"type":"realtime","audio":{"output":{"voice":"NAMED"}}}}""".Replace("NAMED", named, StringComparison.Ordinal), patience.Token);
        await SendAsync(socket, """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""", patience.Token);
        await SendAsync(socket, """{"type":"response.create"}""", patience.Token);
        string? shown = null;
        while (true)
        {
            using var sent = await ReceiveAsync(socket, patience.Token);
            switch (sent.RootElement.GetProperty("type").GetString())
            {
                case "session.created" or "session.updated":
                    shown = sent.RootElement.GetProperty("session").GetProperty("audio").GetProperty("output").GetProperty("voice").GetString();
                    break;
                case "response.done":
                    Assert.Equal("completed", sent.RootElement.GetProperty("response").GetProperty("status").GetString());
                    return shown;
                case "error":
                    Assert.Fail(sent.RootElement.ToString());
                    break;
            }
        }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, string json, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json).AsMemory(), WebSocketMessageType.Text, true, cancellationToken);

    private static async Task<JsonDocument> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var block = new byte[16 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(block.AsMemory(), cancellationToken);
            whole.Write(block, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonDocument.Parse(whole.ToArray());
    }
}
