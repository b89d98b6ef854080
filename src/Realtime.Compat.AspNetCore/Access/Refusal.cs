using System.Net.WebSockets;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Why a client is not served, in the shapes of both doors.</summary>
/// <param name="HttpStatus">Answer to an HTTP request.</param>
/// <param name="Error">What the client is told.</param>
/// <param name="CloseStatus">How a WebSocket closes after the error; null when the client is not worth an upgrade and is answered over HTTP.</param>
internal sealed record Refusal(int HttpStatus, RealtimeError Error, WebSocketCloseStatus? CloseStatus = null);
