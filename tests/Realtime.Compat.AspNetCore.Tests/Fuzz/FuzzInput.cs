using System.Net.WebSockets;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>One message for the server.</summary>
/// <param name="Bytes">What it holds, valid UTF-8 when it is text: anything else ends a WebSocket by its own rules.</param>
/// <param name="Kind">Text or binary.</param>
/// <param name="Frames">Frames to send it in, at least 1.</param>
internal readonly record struct FuzzInput(byte[] Bytes, WebSocketMessageType Kind, int Frames);
