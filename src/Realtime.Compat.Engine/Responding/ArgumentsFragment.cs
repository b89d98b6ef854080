using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// A fragment of a function call's arguments, as chat clients that stream them may send it ahead of the whole call: a plain
/// <see cref="AIContent"/> with <c>call_id</c>, <c>name</c> and <c>arguments_delta</c> in its <see cref="AIContent.AdditionalProperties"/>.
/// A <see cref="FunctionCallContent"/> with the same id ends the call; its arguments are then what the fragments say, joined.
/// </summary>
internal static class ArgumentsFragment
{
    /// <summary>Reads a fragment; null when the content is none.</summary>
    public static ResponseStep.FunctionCallArguments? Read(AIContent content) =>
        content.AdditionalProperties is { } properties
        && properties.TryGetValue("arguments_delta", out var delta) && delta is string { Length: > 0 } arguments
        && properties.TryGetValue("call_id", out var id) && id is string { Length: > 0 } callId
        && properties.TryGetValue("name", out var tool) && tool is string { Length: > 0 } name
            ? new ResponseStep.FunctionCallArguments(callId, name, arguments)
            : null;
}
