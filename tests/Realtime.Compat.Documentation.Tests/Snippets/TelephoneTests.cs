using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>The bridge for telephones, against a stand-in for Twilio: it asks the webhook, streams a spoken question, hears the answer, and speaks over it.</summary>
[Collection(LiveCollection.Name)]
public sealed class TelephoneTests(CommandFixture fixture)
{
    /// <summary>Shows when the session knows its format, and what the snippet sends to cut an answer; the snippet itself is as pasted.</summary>
    private const string Watching = """
        import WebSocket from 'ws';
        const { send, emit } = WebSocket.prototype;
        WebSocket.prototype.emit = function (name, data, ...others) {
          const isTaken = emit.call(this, name, data, ...others);
          if (name === 'message' && String(data).includes('"session.updated"')) console.log('UPDATED');
          return isTaken;
        };
        WebSocket.prototype.send = function (data, ...others) {
          if (String(data).includes('conversation.item.truncate')) console.log(`SENT ${data}`);
          return send.call(this, data, ...others);
        };
        await import(process.argv[2]);
        console.log('READY');
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Whether a snippet bridges calls.</summary>
    internal static bool IsForTelephones(CodeBlock block) => block.Code.Contains("streamSid", StringComparison.Ordinal);

    [LiveFact(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    public async Task The_bridge_lets_a_caller_ask_hear_the_answer_and_interrupt_it()
    {
        using var snippet = new NodeSnippet(Documents.BlocksIn("js").Single(IsForTelephones), fixture.Server);
        var port = FreePort.Next();
        await using var bridge = snippet.Start([snippet.Write(Watching), snippet.File], new Dictionary<string, string?> { ["PORT"] = port.ToString(CultureInfo.InvariantCulture) });
        await bridge.LineAsync(line => line == "READY", Patience);
        using (var http = new HttpClient())
        {
            using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/"), content: null);
            Assert.Contains($"<Stream url=\"wss://127.0.0.1:{port}/\"/>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var telephone = await StandInTelephone.CallAsync(new Uri($"ws://127.0.0.1:{port}/"));
        var question = StandInTelephone.Line(await fixture.Worker.SpeakAsync("what is the weather in paris today"));
        var interruption = StandInTelephone.Line(await fixture.Worker.SpeakAsync("please stop and tell me about the train to london instead"));

        // What a caller says before the session knows its format is lost, as on any line that is not through yet.
        await bridge.LineAsync(line => line == "UPDATED", Patience);
        await telephone.SpeakAsync([.. question, .. StandInTelephone.Silence(1500)], inRealTime: false);
        var heard = await telephone.HearAsync(ms: 2000, Patience);
        // "You said …": what follows is what the recogniser made of a telephone line, twice, and no two runs need agree on it.
        Assert.Matches(@"^you( \w+){2}", await fixture.Worker.TranscribeAsync(heard));

        // Other words than the answer's: the same voice with the same ones would be its echo.
        await telephone.SpeakAsync([.. interruption, .. StandInTelephone.Silence(1500)], inRealTime: true);
        await telephone.ClearedAsync(Patience);
        var sent = await bridge.LineAsync(line => line.StartsWith("SENT ", StringComparison.Ordinal), Patience);
        using var truncate = JsonDocument.Parse(sent["SENT ".Length..]);
        Assert.InRange(truncate.RootElement.GetProperty("audio_end_ms").GetInt32(), 100, 30_000);
        // The server took all of it: an error would have been printed.
        Assert.DoesNotMatch(new Regex("^(?!SENT |READY|UPDATED).+$", RegexOptions.Multiline), bridge.Output);
    }
}
