using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>Fields of an event that nobody has checked: whatever is not what it should be counts as absent.</summary>
internal static class EventFields
{
    /// <summary>Longest id that is taken for one; ours have 26 characters at most, a client's 512.</summary>
    private const int MaxIdLength = 512;

    /// <summary>A field; null when the element is no object or lacks it.</summary>
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;

    /// <summary>A field with an id; null when there is none, or something that cannot be one.</summary>
    public static string? FindId(this JsonElement json, string name) => json.FindText(name) is { Length: > 0 and <= MaxIdLength } id ? id : null;

    /// <summary>A field with text; null when there is none.</summary>
    public static string? FindText(this JsonElement json, string name)
    {
        if (json.Find(name) is not { ValueKind: JsonValueKind.String } field)
            return null;
        try
        {
            return field.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8: no text.
            return null;
        }
    }

    /// <summary>A field with a small whole number; null when there is none.</summary>
    public static int? FindInt(this JsonElement json, string name) =>
        json.Find(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out var value) ? value : null;
}
