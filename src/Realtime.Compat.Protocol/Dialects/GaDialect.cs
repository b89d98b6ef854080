using System.Buffers;
using Realtime.Compat.Protocol.Dialects.Reading;
using Realtime.Compat.Protocol.Dialects.Writing;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Dialects;

/// <summary>The records as they are: GA's terms are ours.</summary>
internal sealed class GaDialect : Dialect
{
    private readonly ClientEventReader _reader = new(GaClientEvents.All);
    private readonly EventWriter _writer = new(GaShape.Options);

    /// <inheritdoc/>
    public override string Name => "ga";

    /// <inheritdoc/>
    public override ClientEventReading Read(ReadOnlyMemory<byte> utf8Json) => _reader.Read(utf8Json);

    /// <inheritdoc/>
    public override bool Write(ServerEvent serverEvent, IBufferWriter<byte> output)
    {
        // GA's conversation needs no announcement; only beta's documents list one.
        if (serverEvent is ConversationCreated)
            return false;
        _writer.Write(serverEvent, output);
        return true;
    }
}
