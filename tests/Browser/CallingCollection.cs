namespace Realtime.Compat.Browser;

/// <summary>Tests that share a server.</summary>
[CollectionDefinition(Name)]
public sealed class CallingCollection : ICollectionFixture<CallingFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "calling";
}
