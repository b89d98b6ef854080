namespace Realtime.Compat.Speech.Api;

/// <summary>The content of <c>error</c> in OpenAI's error bodies. All four fields are always written.</summary>
/// <param name="Message">One sentence for people.</param>
/// <param name="Type">The kind of error.</param>
/// <param name="Param">The field at fault, or null.</param>
/// <param name="Code">A word for programs, or null.</param>
internal sealed record ApiError(string Message, string Type, string? Param, string? Code);

