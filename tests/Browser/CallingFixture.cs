using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Browser;

/// <summary>One running server with an API key that takes one call at a time, and what is spoken to it.</summary>
public sealed class CallingFixture : IAsyncLifetime
{
    /// <summary>Key of the web app that the pages belong to; the server runs for these tests alone.</summary>
    public const string ApiKey = "sk-of-the-web-app";

    /// <summary>Another key, of characters that a WebSocket's subprotocol cannot have.</summary>
    public const string UnusualApiKey = "sk/with a=sign";

    /// <summary>What the script answers to anything that is said.</summary>
    public const string Answer = "I heard you well. Today it is sunny in Paris, and eighteen degrees warm.";

    /// <summary>What is said to the server.</summary>
    public const string Question = "What is the weather in Paris today?";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-browser-");
    private RunningServer? _server;
    private byte[] _question = [];

    /// <summary>The server.</summary>
    public RunningServer Server => _server!;

    /// <summary>Address of its API.</summary>
    public string ApiUrl => new Uri(Server.Url, "/v1").ToString();

    /// <summary>From the first to the last sound of <see cref="Answer"/> as the server's own voice speaks it, over a WebSocket.</summary>
    public TimeSpan AnswerLength { get; private set; }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // A skipped test starts no server.
        if (Prerequisites.Missing(Prerequisite.Weights, Prerequisite.EnglishSpeech) is not null)
            return;
        _server = await RunningServer.StartAsync(
            "--Realtime:Chat:ScriptFile", Path.Combine(Checkout.Root, "tests", "Browser", "script.yaml"),
            "--Realtime:ApiKeys:0", ApiKey,
            "--Realtime:ApiKeys:1", UnusualApiKey,
            "--Realtime:Mcp:AllowPrivateAddresses", "true",
            "--Realtime:Calls:MaxCalls", "1");
        _question = await SpeakAsync(Question);
        AnswerLength = LengthOf(await SpeakAsync(Answer));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A folder of its own for the events of one test.</summary>
    public string NewLogFolder() => _folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    /// <summary>A microphone in which the question is heard after a while, and silence.</summary>
    /// <param name="after">Silence before it.</param>
    /// <param name="rateHz">Rate of the file.</param>
    /// <returns>Path of a WAV file.</returns>
    public string Microphone(TimeSpan after, int rateHz = Pcm.RateHz)
    {
        byte[] pcm = [.. Pcm.Silence((int)after.TotalMilliseconds), .. _question, .. Pcm.Silence(30_000)];
        var path = Path.Combine(NewLogFolder(), "microphone.wav");
        File.WriteAllBytes(path, Pcm.ToWav(pcm, rateHz));
        return path;
    }

    /// <summary>From the first to the last sound within 30 dB of the loudest.</summary>
    private static TimeSpan LengthOf(byte[] pcm)
    {
        var start = Pcm.StartOfSpeech(pcm);
        return TimeSpan.FromMilliseconds((double)(Pcm.EndOfSpeech(pcm) - start) / Pcm.BytesPerMs);
    }

    private async Task<byte[]> SpeakAsync(string text)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(
            Server.SessionUrl(), new EventLog(NewLogFolder(), "spoken", "ga"), options => options.SetRequestHeader("Authorization", $"Bearer {ApiKey}"));
        await socket.AskAsync($"say: {text}");
        var done = await socket.NextAsync("response.done");
        return socket.AudioOf(done["response.id"]);
    }
}
