using Xunit;

namespace Realtime.Compat.Testing;

/// <summary>A theory that asks <see cref="SchemaValidator"/>; skipped, with the reason, where that is unavailable.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks whether the validator is available.</summary>
    public SchemaTheoryAttribute() => Skip = SchemaValidator.WhyUnavailable;
}
