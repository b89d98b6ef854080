using Xunit.Abstractions;

namespace Realtime.Compat.Arm64;

/// <summary>xunit's options by name; what is not set has its default.</summary>
internal sealed class Options : Dictionary<string, object>, ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    /// <inheritdoc/>
    public TValue GetValue<TValue>(string name) => TryGetValue(name, out var value) ? (TValue)value : default!;

    /// <inheritdoc/>
    public void SetValue<TValue>(string name, TValue value) => this[name] = value!;
}
