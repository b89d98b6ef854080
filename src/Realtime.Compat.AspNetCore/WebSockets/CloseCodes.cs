using System.Net.WebSockets;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>OpenAI's own close codes, beside those of RFC 6455.</summary>
internal static class CloseCodes
{
    /// <summary>What the client asked for at connect cannot be served; the reason is the error's type and code.</summary>
    public const WebSocketCloseStatus Refused = (WebSocketCloseStatus)4000;

    /// <summary>The client showed no key that this server takes.</summary>
    public const WebSocketCloseStatus Unauthorized = (WebSocketCloseStatus)3000;
}
