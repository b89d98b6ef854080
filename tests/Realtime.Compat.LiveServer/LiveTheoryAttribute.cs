using Xunit;

namespace Realtime.Compat.LiveServer;

/// <summary>A test with cases against running programs; skipped, with the reason, where something it needs is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LiveTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery.</summary>
    /// <param name="needs">What the test needs beside the server.</param>
    public LiveTheoryAttribute(params Prerequisite[] needs) => Skip = Prerequisites.Missing([Prerequisite.Weights, .. needs]);
}
