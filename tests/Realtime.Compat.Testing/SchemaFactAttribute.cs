using Xunit;

namespace Realtime.Compat.Testing;

/// <summary>A test that asks <see cref="SchemaValidator"/>; skipped, with the reason, where that is unavailable.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaFactAttribute : FactAttribute
{
    /// <summary>Looks whether the validator is available.</summary>
    public SchemaFactAttribute() => Skip = SchemaValidator.WhyUnavailable;
}
