using System.Net.WebSockets;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>The server's close frame.</summary>
/// <param name="Status">Close code.</param>
/// <param name="Description">Reason, at most 123 bytes of UTF-8.</param>
internal sealed record ClosingFrame(WebSocketCloseStatus Status, string? Description);
