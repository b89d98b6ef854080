namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>One worker with the real engines for all tests of a collection: loading them takes a while.</summary>
public sealed class RealWorker : IAsyncLifetime
{
    internal Worker Worker { get; private set; } = null!;

    public async Task InitializeAsync() => Worker = await Worker.StartAsync();

    public async Task DisposeAsync() => await Worker.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class RealWorkerGroup : ICollectionFixture<RealWorker>
{
    public const string Name = "real engines";
}
