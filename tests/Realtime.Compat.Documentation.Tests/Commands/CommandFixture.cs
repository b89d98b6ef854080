using Microsoft.AspNetCore.Http;
using Realtime.Compat.LiveServer;
using Realtime.Compat.Server.Tests.Models;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>What commands talk to: a server, a speech worker, a hub of models with an Ollama, and a spoken question.</summary>
public sealed class CommandFixture : IAsyncLifetime
{
    private LocalHub? _hub;
    private HubFile? _weights;

    /// <summary>The server.</summary>
    public RunningServer Server { get; private set; } = null!;

    /// <summary>The worker.</summary>
    public RunningWorker Worker { get; private set; } = null!;

    /// <summary>A spoken question, as a WAV file.</summary>
    public byte[] Question { get; private set; } = [];

    /// <summary>Where the hub is, and Ollama.</summary>
    public Uri Hub => _hub!.Root;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // A skipped test starts no server.
        if (Prerequisites.Missing(Prerequisite.Weights, Prerequisite.EnglishSpeech) is not null)
            return;
        Server = await RunningServer.StartAsync();
        Worker = await RunningWorker.StartAsync();
        Question = Pcm.ToWav(await Worker.SpeakAsync("what is the weather in paris today"));
        _hub = await LocalHub.StartAsync();
        _weights = HubFile.Random(100_000);
        _hub.Serve("/model.onnx", _weights);
        _hub.Answer("/api/pull", context => context.Response.WriteAsync("{\"status\":\"success\"}\n"));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        if (Worker is not null)
            await Worker.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
    }

    /// <summary>Writes a catalogue of what the hub has.</summary>
    public void WriteCatalogue(string path) => TestCatalogue.Write(path, new Uri(Hub, "/model.onnx"), _weights!);
}
