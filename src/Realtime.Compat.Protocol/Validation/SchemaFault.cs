namespace Realtime.Compat.Protocol.Validation;

/// <summary>What a schema holds against one place of an event.</summary>
/// <param name="Path">The place, as <c>item.content[0].type</c>; empty for the event itself.</param>
/// <param name="Message">What is wrong there. Holds no value of the event, which may be private.</param>
/// <param name="Kind">What the keyword checks.</param>
/// <param name="Allowed">The values allowed, for <see cref="SchemaFaultKind.Value"/>.</param>
internal sealed record SchemaFault(string Path, string Message, SchemaFaultKind Kind, IReadOnlyList<string>? Allowed = null);
