using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// A fragment of a tool call's arguments, ahead of the whole call: a plain <see cref="AIContent"/> with <c>call_id</c>, <c>name</c> and
/// <c>arguments_delta</c> in its <see cref="AIContent.AdditionalProperties"/>. A reader that does not know it passes over it, and loses nothing:
/// the <see cref="FunctionCallContent"/> with the same id follows. Joined, the fragments are the arguments' whole text.
/// </summary>
internal static class ArgumentsFragment
{
    private const string CallId = "call_id";
    private const string Name = "name";
    private const string Delta = "arguments_delta";

    /// <summary>Makes a fragment.</summary>
    public static AIContent Make(string callId, string name, string delta) =>
        new() { AdditionalProperties = new AdditionalPropertiesDictionary { [CallId] = callId, [Name] = name, [Delta] = delta } };

    /// <summary>The name of the tool whose call this is a fragment of; null when it is none.</summary>
    public static string? ToolOf(AIContent content) =>
        content.GetType() == typeof(AIContent) && content.AdditionalProperties?.ContainsKey(Delta) is true ? content.AdditionalProperties[Name] as string : null;
}
