using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>The language an engine heard: the additional property <c>language</c> of what it answers, a short code such as <c>en</c> or <c>zh-TW</c>.</summary>
internal static class HeardLanguage
{
    private const string Key = "language";
    private const int MaxLength = 16;

    /// <summary>Reads it; null when there is none, or what there is makes no sense.</summary>
    public static string? Of(AdditionalPropertiesDictionary? properties) =>
        properties?.GetValueOrDefault(Key) is string { Length: >= 2 and <= MaxLength } code && code.All(static one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_') ? code : null;
}
