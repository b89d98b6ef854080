using System.Buffers;
using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.AspNetCore.WireChecks;

/// <summary>One connection's dialect that also reads what it writes.</summary>
/// <param name="dialect">The dialect.</param>
/// <param name="schema">The schema; null to check the order alone.</param>
/// <param name="report">Takes each breach. Must not throw.</param>
internal sealed class CheckedDialect(Dialect dialect, EventSchema? schema, Action<WireBreach> report) : Dialect
{
    private readonly EventOrder _order = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private string? _sessionId;

    /// <inheritdoc/>
    public override string Name => dialect.Name;

    /// <inheritdoc/>
    public override ClientEventReading Read(ReadOnlyMemory<byte> utf8Json) => dialect.Read(utf8Json);

    /// <inheritdoc/>
    public override bool Write(ServerEvent serverEvent, IBufferWriter<byte> output)
    {
        if (serverEvent is SessionCreated created)
            _sessionId = created.Session.Id;
        _json.ResetWrittenCount();
        if (!dialect.Write(serverEvent, _json))
            return false;
        output.Write(_json.WrittenSpan);
        Check(serverEvent);
        return true;
    }

    private void Check(ServerEvent serverEvent)
    {
        try
        {
            using var document = JsonDocument.Parse(_json.WrittenMemory);
            var json = document.RootElement;
            var type = json.GetProperty("type").GetString()!;
            foreach (var breach in _order.Next(json).Concat(schema?.Errors(dialect, EventSide.Server, json) ?? []))
                report(new WireBreach(_sessionId, type, breach));
        }
        catch (JsonException exception)
        {
            report(new WireBreach(_sessionId, serverEvent.GetType().Name, $"no JSON that can be read ({exception.Message})"));
        }
    }
}
