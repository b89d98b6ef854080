using Realtime.Compat.Documentation.Tests.Commands;

namespace Realtime.Compat.Documentation.Tests;

/// <summary>Tests that share a server; one after another.</summary>
[CollectionDefinition(Name)]
public sealed class LiveCollection : ICollectionFixture<CommandFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "live";
}
