using System.Runtime.InteropServices;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance;

/// <summary>One running server whose model answers by <c>script.yaml</c>, and a spoken question for it.</summary>
public sealed partial class ServerFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-conformance-");
    private RunningServer? _server;

    /// <summary>The server.</summary>
    public RunningServer Server => _server!;

    /// <summary>"What is the weather in Paris today?", spoken by the server's own voice; PCM16 of 24 kHz.</summary>
    public byte[] Question { get; private set; } = [];

    /// <summary>File with <see cref="Question"/>.</summary>
    public string QuestionPath => Path.Combine(_folder.FullName, "question.pcm");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // A skipped test starts no server.
        if (Prerequisites.Missing(Prerequisite.Weights, Prerequisite.EnglishSpeech) is not null)
            return;
        _server = await RunningServer.StartAsync("--Realtime:Chat:ScriptFile", Path.Combine(Checkout.Root, "tests", "Conformance", "script.yaml"));
        if (OperatingSystem.IsLinux())
            TrustInThisProcess(_server.AuthorityPath);
        Question = await SpeakAsync("What is the weather in Paris today?");
        await File.WriteAllBytesAsync(QuestionPath, Question);
    }

    /// <summary>A folder of its own for the events of one test.</summary>
    public string NewLogFolder() => _folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<byte[]> SpeakAsync(string text)
    {
        await using var socket = await RealtimeSocket.ConnectAsync(Server.SessionUrl(), new EventLog(NewLogFolder(), "question", "ga"));
        await socket.AskAsync($"say: {text}");
        var done = await socket.NextAsync("response.done");
        return socket.AudioOf(done["response.id"]);
    }

    /// <summary>
    /// The .NET client has no place for a certificate check of one's own, so the whole process trusts the server's authority, as a user would make it: through
    /// the variable that OpenSSL reads. .NET's own setter does not reach native code. Before the first TLS connection.
    /// </summary>
    private static void TrustInThisProcess(string authorityPath) => _ = SetEnvironmentVariable("SSL_CERT_FILE", authorityPath, 1);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
