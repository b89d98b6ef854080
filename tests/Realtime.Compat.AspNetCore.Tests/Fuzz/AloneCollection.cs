namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>Tests that measure the process's memory, so that nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
