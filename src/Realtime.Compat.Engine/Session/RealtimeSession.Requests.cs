using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Responses that may run at once, out of band ones and the conversation's together.</summary>
    private const int MaxResponses = 16;

    private RealtimeError? CreateResponse(ResponseParameters wishes)
    {
        if (_configuration.Kind is SessionKind.Transcription)
            return SessionErrors.NoResponses();
        if (!wishes.OutOfBand && _active is { } active)
            return SessionErrors.ActiveResponse(active.Id);
        if (_responses.Count >= MaxResponses)
            return SessionErrors.TooManyResponses(MaxResponses);
        if (!wishes.OutOfBand && _hasSpoken && wishes.Voice is { } voice && voice != _configuration.Voice)
            return SessionErrors.CannotUpdateVoice("response.audio.output.voice");
        if (wishes.Tools is { } tools)
        {
            if (Describe(ref tools, "response.tools") is { } undescribed)
                return undescribed;
            wishes = wishes with { Tools = tools };
        }

        if (wishes.ToolChoice is { Mode: ToolChoiceMode.Function, FunctionName: { } demanded } && !Offers(wishes.Tools ?? _configuration.Tools, demanded))
            return SessionErrors.UnknownTool(demanded);
        if (ContextOf(wishes.Input, out var items) is { } error)
            return error;

        // What it reads, it answers.
        if (!wishes.OutOfBand)
            _unanswered.RemoveAll(items.Contains);
        StartResponse(wishes, new ResponseContext(items, null));
        return null;
    }

    /// <summary>Whether a function is on offer. What an MCP server offers is not always known yet.</summary>
    private static bool Offers(IReadOnlyList<Tool> tools, string function) => tools.Any(tool => tool is McpTool || (tool is FunctionTool known && known.Name == function));

    /// <summary>Resolves the items a response is to answer: the conversation, or what the client gave instead.</summary>
    private RealtimeError? ContextOf(IReadOnlyList<ConversationItem>? input, out IReadOnlyList<ConversationEntry> items)
    {
        List<ConversationEntry> entries = [];
        items = entries;
        if (input is null)
        {
            entries.AddRange(_conversation.Entries);
            return null;
        }

        for (var i = 0; i < input.Count; i++)
        {
            if (input[i] is not ItemReference reference)
                entries.Add(Keep(input[i].Id.Length > 0 ? input[i] : input[i] with { Id = Ids.Item() }));
            else if (_conversation.TryGet(reference.Id, out var entry))
                entries.Add(entry);
            else
                return SessionErrors.UnknownReference(reference.Id, i);
        }

        return null;
    }

    private RealtimeError? CancelResponse(string? responseId)
    {
        var response = responseId is null ? _active : _responses.GetValueOrDefault(responseId);
        if (response is null)
            return SessionErrors.CancelNotActive();
        if (response == _active)
            StopPlayout();
        EndResponse(response, ResponseOutcome.Cancelled(StatusReason.ClientCancelled));
        return null;
    }
}
