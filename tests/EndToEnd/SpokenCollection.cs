namespace Realtime.Compat.EndToEnd;

/// <summary>Tests of one server to which all clips were spoken.</summary>
[CollectionDefinition(Name)]
public sealed class SpokenCollection : ICollectionFixture<SpokenTurns>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "spoken";
}
