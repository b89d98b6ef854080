namespace Realtime.Compat.Conformance;

/// <summary>Tests that share one server process. They run one after another: the clients' patience is tested, not the machine's.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "server";
}
