namespace Realtime.Compat.Protocol.Validation;

/// <summary>What a keyword checks; tells which branch of a union an event was meant for.</summary>
internal enum SchemaFaultKind
{
    /// <summary>The kind of JSON.</summary>
    Type,

    /// <summary>The value: <c>enum</c> and <c>const</c>.</summary>
    Value,

    /// <summary>Anything else.</summary>
    Other,
}
