using System.Buffers;
using System.Collections.Frozen;
using Realtime.Compat.Protocol.Dialects.Reading;
using Realtime.Compat.Protocol.Dialects.Writing;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects;

/// <summary>The same records under the names and in the shapes of 2024 and 2025 (openai-openapi, July 2025).</summary>
internal sealed class BetaDialect : Dialect
{
    private readonly ClientEventReader _reader = new(BetaClientEvents.All);
    private readonly EventWriter _writer = new(BetaShape.Options);

    /// <inheritdoc/>
    public override string Name => "beta";

    /// <inheritdoc/>
    public override ClientEventReading Read(ReadOnlyMemory<byte> utf8Json) => _reader.Read(utf8Json);

    /// <inheritdoc/>
    public override bool Write(ServerEvent serverEvent, IBufferWriter<byte> output)
    {
        if (InBeta(serverEvent) is not { } betaEvent)
            return false;
        _writer.Write(betaEvent, output);
        return true;
    }

    /// <summary>Where a field that the engine names lies in beta's flat objects.</summary>
    private static readonly FrozenDictionary<string, string> Params = new Dictionary<string, string>
    {
        ["session.audio.output.voice"] = "session.voice",
        ["session.audio.output.speed"] = "session.speed",
        ["response.audio.output.voice"] = "response.voice",
    }.ToFrozenDictionary();

    private static ServerEvent? InBeta(ServerEvent serverEvent) => serverEvent switch
    {
        ErrorEvent { Details.Param: { } param } error when Params.TryGetValue(param, out var flat) =>
            error with { Details = error.Details with { Param = flat } },
        ConversationItemDone or InputAudioBufferTimeoutTriggered => null,

        // Beta had no MCP: a client of its sees what the model says with the tools of others, and not the tools.
        ConversationItemAdded { Item: McpItem } or ConversationItemRetrieved { Item: McpItem } => null,
        ResponseOutputItemAdded { Item: McpItem } or ResponseOutputItemDone { Item: McpItem } => null,
        McpListToolsInProgress or McpListToolsCompleted or McpListToolsFailed => null,
        ResponseMcpCallArgumentsDelta or ResponseMcpCallArgumentsDone => null,
        ResponseMcpCallInProgress or ResponseMcpCallCompleted or ResponseMcpCallFailed => null,
        ResponseDone { Response.Output: var output } done when output.Any(item => item is McpItem) =>
            done with { Response = done.Response with { Output = [.. output.Where(item => item is not McpItem)] } },
        SessionCreated { Session.Kind: SessionKind.Transcription } created =>
            new TranscriptionSessionCreated { EventId = created.EventId, Session = created.Session },
        SessionUpdated { Session.Kind: SessionKind.Transcription } updated =>
            new TranscriptionSessionUpdated { EventId = updated.EventId, Session = updated.Session },
        _ => serverEvent,
    };
}
