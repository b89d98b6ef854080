using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>One answer as it grows: what has been said, called, counted, and whether it came to an end.</summary>
internal sealed class ChatAnswer(ChatCallRequest request, ToolDemand demand, bool startsInThought)
{
    private readonly AnswerFilter _filter = new(request.Tools, startsInThought);
    private readonly OutputCap _cap = new(request.MaxOutputTokens);
    private readonly List<AIContent> _held = [];

    /// <summary>Why it ended; null while it has not.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>The last token counts the server gave.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Whether a tool was called.</summary>
    public bool HasCall { get; private set; }

    /// <summary>Whether anything was said aloud.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether the model thought.</summary>
    public bool HasThought { get; private set; }

    /// <summary>Whether more was said than was allowed: the rest need not be waited for.</summary>
    public bool IsCapped { get; private set; }

    /// <summary>Text that waits for a demanded call.</summary>
    public string HeldText => string.Concat(_held.OfType<TextContent>());

    /// <inheritdoc cref="AnswerFilter.ThoughtHadNoOpener"/>
    public bool ThoughtHadNoOpener => _filter.ThoughtHadNoOpener;

    /// <inheritdoc cref="AnswerFilter.DroppedCall"/>
    public bool DroppedCall => _filter.DroppedCall;

    /// <summary>Takes a piece; gives what may be passed on. Where a call is demanded, text waits for it and is dropped without it.</summary>
    public IReadOnlyList<AIContent> Take(ChatPiece piece)
    {
        switch (piece)
        {
            case ChatPiece.Text { Value: var text }:
                IsCapped = _cap.Exceeds(text);
                return Pass(_filter.Push(text));
            case ChatPiece.Reasoning { Value: var thought }:
                IsCapped = _cap.Exceeds(thought);
                return Pass([new TextReasoningContent(thought)]);
            case ChatPiece.ArgumentsDelta { CallId: var id, Name: var name, Value: var delta }:
                return Pass([.. _filter.End(), ArgumentsFragment.Make(id, name, delta)]);
            case ChatPiece.Call { Value: var call }:
                return Pass([.. _filter.End(), call]);
            case ChatPiece.Usage { Value: var usage }:
                Usage = usage;
                return [];
            case ChatPiece.Finish { Reason: var reason }:
                Finish = reason;
                return Pass(_filter.End());
            default:
                return [];
        }
    }

    /// <summary>Ends an answer that went over its limit.</summary>
    public IReadOnlyList<AIContent> Cap()
    {
        Finish = ChatFinishReason.Length;
        return Pass(_filter.End());
    }

    private List<AIContent> Pass(IReadOnlyList<AIContent> contents)
    {
        var passed = new List<AIContent>(contents.Count);
        foreach (var content in contents)
        {
            if ((content is FunctionCallContent call ? call.Name : ArgumentsFragment.ToolOf(content)) is { } tool)
            {
                if (!demand.Accepts(tool))
                    continue;
                HasCall = true;
                passed.AddRange(_held);
                _held.Clear();
            }

            switch (content)
            {
                case TextContent { Text: var text } when !string.IsNullOrWhiteSpace(text):
                    HasText = true;
                    break;
                case TextReasoningContent:
                    HasThought = true;
                    break;
            }

            (demand.IsRequired && !HasCall && content is TextContent ? _held : passed).Add(content);
        }

        return passed;
    }
}
