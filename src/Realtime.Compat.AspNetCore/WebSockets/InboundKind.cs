namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>Kinds of inbound messages.</summary>
internal enum InboundKind
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A binary message; its content was skipped.</summary>
    Binary,

    /// <summary>A text message beyond the limit; its content was skipped.</summary>
    TooLarge,

    /// <summary>The client's close frame.</summary>
    Close,
}
