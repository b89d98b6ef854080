using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends;

/// <summary>Requests that nobody waits for say so by the additional property <c>priority</c>: <c>background</c>.</summary>
public static class Background
{
    /// <summary>Name of the additional property.</summary>
    public const string Property = "priority";

    /// <summary>Its value.</summary>
    public const string Value = "background";

    /// <summary>Additional properties of a request that nobody waits for.</summary>
    public static AdditionalPropertiesDictionary Properties() => new() { [Property] = Value };

    /// <summary>What a chat model is warmed up with.</summary>
    internal static ChatOptions WarmUp() => new() { MaxOutputTokens = 1, AdditionalProperties = Properties() };

    /// <summary>Whether a request says so.</summary>
    internal static bool IsSet(AdditionalPropertiesDictionary? extras) => extras?.GetValueOrDefault(Property) is Value;
}
