using System.Buffers;
using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>Watches that one session's events keep the protocol's order in one dialect.</summary>
/// <param name="dialect">The dialect.</param>
internal sealed class WireOrder(Dialect dialect)
{
    private readonly EventOrder _order = new();
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Takes the next event.</summary>
    /// <exception cref="InvalidOperationException">It is out of place.</exception>
    public void Check(ServerEvent serverEvent)
    {
        _json.ResetWrittenCount();
        // The order does not depend on the audio, and base64 takes time.
        if (!dialect.Write(serverEvent is ResponseOutputAudioDelta delta ? delta with { Delta = default } : serverEvent, _json))
            return;
        using var document = JsonDocument.Parse(_json.WrittenMemory);
        if (_order.Next(document.RootElement) is [var breach, ..])
            throw new InvalidOperationException($"{dialect.Name} {document.RootElement.GetProperty("type")}: {breach}");
    }
}
