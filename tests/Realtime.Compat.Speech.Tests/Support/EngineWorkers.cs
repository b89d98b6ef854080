using System.Collections.Concurrent;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>One worker process for each engine, started when a test first asks for it and shared by all conformance tests: sherpa-onnx may end its process.</summary>
[CollectionDefinition(Collection)]
public sealed class EngineWorkers : IAsyncLifetime, ICollectionFixture<EngineWorkers>
{
    /// <summary>Name of the collection of tests that share them.</summary>
    public const string Collection = "Engines";

    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<WorkerProcess>>> _workers = new();

    /// <summary>The worker whose preferred engine is the one of that name.</summary>
    internal Task<WorkerProcess> Of(string engine) => _workers.GetOrAdd(engine, name => new Lazy<Task<WorkerProcess>>(() => StartAsync(name))).Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers.Values) await (await worker.Value).DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    private Task<WorkerProcess> StartAsync(string engine)
    {
        if (!SyntheticModels.Ears.Contains(engine) && !SyntheticModels.Mouths.Contains(engine)) return WorkerProcess.StartAsync(null);

        SyntheticModels.Write(_models, engine);
        var (hears, speaks) = SyntheticModels.Ears.Contains(engine) ? (engine, "none") : ("none", engine);
        return WorkerProcess.StartAsync(_models, $"--Speech:SpeechToText:Model={hears}", $"--Speech:TextToSpeech:Model={speaks}");
    }
}
