namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>What came from a client.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The whole message, UTF-8; empty unless <see cref="InboundKind.Text"/>. Valid until the next read.</param>
internal readonly record struct InboundMessage(InboundKind Kind, ReadOnlyMemory<byte> Text);
