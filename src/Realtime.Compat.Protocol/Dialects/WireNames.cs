using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Dialects;

/// <summary>The wire's word for each value of an enum, taken from its <see cref="JsonStringEnumMemberNameAttribute"/>s.</summary>
/// <typeparam name="T">An enum of the wire.</typeparam>
internal static class WireNames<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = typeof(T)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(
            field => Enum.Parse<T>(field.Name),
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    /// <summary>Every word with its value, in the order of declaration.</summary>
    public static IReadOnlyList<(string Name, T Value)> All { get; } = [.. Enum.GetValues<T>().Select(value => (Names[value], value))];

    /// <summary>The word for a value.</summary>
    /// <param name="value">A declared value.</param>
    public static string Of(T value) => Names[value];
}
