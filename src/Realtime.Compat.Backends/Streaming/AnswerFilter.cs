using System.Text;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// Separates what a model says from what it thinks (&lt;think&gt;…&lt;/think&gt;) and from tool calls it prints as text (&lt;tool_call&gt;…, a JSON fence, a
/// bare JSON object), across chunks of any size. Only what may still become a tag is withheld.
/// </summary>
internal sealed class AnswerFilter
{
    private const int MaxWithheldChars = 64 * 1024;
    private const string Fence = "```";
    private static readonly string[] ThinkOpeners = ["<think>", "<thinking>", "<thought>"];
    private static readonly string[] ThinkClosers = ["</think>", "</thinking>", "</thought>"];
    private static readonly string[] CallOpeners = ["<tool_call>", "<function_call>", "<function="];
    private static readonly string[] CallClosers = ["</tool_call>", "</function_call>", "</function>"];
    private static readonly string[] StrayClosers = ["</tool_call>", "</function_call>"];

    private readonly IReadOnlyList<AIFunctionDeclaration> _tools;
    private readonly string[] _markers;
    private readonly StringBuilder _pending = new();
    private readonly List<AIContent> _out = [];
    private State _state;
    private string _callCloser = "";
    private bool _saidSomething;

    /// <summary>Starts an answer.</summary>
    /// <param name="tools">Tools offered; with none, nothing is taken for a call.</param>
    /// <param name="startsInThought">This model is known to think without an opening tag: hold everything until the closing one.</param>
    public AnswerFilter(IReadOnlyList<AIFunctionDeclaration> tools, bool startsInThought)
    {
        _tools = tools;
        _markers = [.. ThinkOpeners, .. ThinkClosers, .. tools.Count > 0 ? [.. CallOpeners, .. StrayClosers, Fence] : Array.Empty<string>()];
        _state = startsInThought ? State.PerhapsThinking : State.Speaking;
    }

    private enum State
    {
        Speaking,
        Thinking,
        PerhapsThinking,
        InCall,
        InFence,
        InObject,
    }

    /// <summary>A closing tag came without an opening one: this model's template opens the thought by itself.</summary>
    public bool ThoughtHadNoOpener { get; private set; }

    /// <summary>A printed call could not be read, and was left out.</summary>
    public bool DroppedCall { get; private set; }

    /// <summary>Takes a chunk; gives what is certain by now.</summary>
    public IReadOnlyList<AIContent> Push(string chunk)
    {
        _pending.Append(chunk);
        return Drain(atEnd: false);
    }

    /// <summary>The answer is over: gives what was withheld.</summary>
    public IReadOnlyList<AIContent> End() => Drain(atEnd: true);

    private AIContent[] Drain(bool atEnd)
    {
        while (_pending.Length > 0 && Step(_pending.ToString(), atEnd))
        {
        }

        AIContent[] result = [.. _out];
        _out.Clear();
        return result;
    }

    /// <summary>Handles the front of what is pending; false when more must arrive first.</summary>
    private bool Step(string text, bool atEnd) => _state switch
    {
        State.Speaking => Speak(text, atEnd),
        State.Thinking => Think(text, atEnd),
        State.PerhapsThinking => PerhapsThink(text, atEnd),
        State.InCall => EndCall(text, atEnd),
        State.InFence => EndFence(text, atEnd),
        _ => EndObject(text, atEnd),
    };

    private bool Speak(string text, bool atEnd)
    {
        if (!_saidSomething && _tools.Count > 0 && text.TrimStart() is ['{' or '[', ..])
        {
            _state = State.InObject;
            return true;
        }

        var (at, marker) = First(text, _markers);
        if (marker is null)
        {
            var sure = atEnd ? text.Length : text.Length - PartialMarker(text, _markers);
            // The other half of a surrogate pair comes with the next chunk.
            if (!atEnd && sure == text.Length && char.IsHighSurrogate(text[^1]))
                sure--;
            Say(text[..sure]);
            _pending.Remove(0, sure);
            return false;
        }

        // A tag without its partner, as a model left it: the text before is text (or was thought, and is already out), the tag is nobody's.
        Say(text[..at]);
        if (marker == Fence)
        {
            _pending.Remove(0, at);
            _state = State.InFence;
            return true;
        }

        var keep = marker == "<function=" ? 0 : marker.Length;
        _pending.Remove(0, at + keep);
        if (ThinkOpeners.Contains(marker))
        {
            _state = State.Thinking;
        }
        else if (ThinkClosers.Contains(marker))
        {
            ThoughtHadNoOpener = true;
            _saidSomething = false;
        }
        else if (Array.IndexOf(CallOpeners, marker) is >= 0 and var kind)
        {
            (_state, _callCloser) = (State.InCall, CallClosers[kind]);
        }

        return true;
    }

    private bool Think(string text, bool atEnd)
    {
        var (at, closer) = First(text, ThinkClosers);
        var sure = closer is not null ? at : atEnd ? text.Length : text.Length - PartialMarker(text, ThinkClosers);
        if (sure > 0)
            _out.Add(new TextReasoningContent(text[..sure]));
        _pending.Remove(0, sure + (closer?.Length ?? 0));
        if (closer is not null)
            _state = State.Speaking;
        return closer is not null;
    }

    private bool PerhapsThink(string text, bool atEnd)
    {
        if (First(text, ThinkOpeners).Marker is not null || atEnd || text.Length > MaxWithheldChars)
        {
            _state = State.Speaking;
            return true;
        }

        if (First(text, ThinkClosers).Marker is null)
            return false;
        ThoughtHadNoOpener = true;
        _state = State.Thinking;
        return true;
    }

    private bool EndCall(string text, bool atEnd)
    {
        var at = text.IndexOf(_callCloser, StringComparison.Ordinal);
        if (at < 0 && !atEnd && text.Length <= MaxWithheldChars)
            return false;
        var calls = PrintedToolCall.Read(at < 0 ? text : text[..at], _tools);
        _out.AddRange(calls);
        DroppedCall |= calls.Count == 0;
        _pending.Remove(0, at < 0 ? text.Length : at + _callCloser.Length);
        _state = State.Speaking;
        return true;
    }

    private bool EndFence(string text, bool atEnd)
    {
        var close = text.IndexOf(Fence, Fence.Length, StringComparison.Ordinal);
        if (close < 0 && !atEnd && text.Length <= MaxWithheldChars)
            return false;
        var body = close < 0 ? text[Fence.Length..] : text[Fence.Length..close];
        var firstLine = body.IndexOf('\n', StringComparison.Ordinal);
        if (firstLine >= 0 && body[..firstLine].Trim().All(char.IsAsciiLetter))
            body = body[firstLine..];
        var end = close < 0 ? text.Length : close + Fence.Length;
        Settle(PrintedToolCall.Read(body.Replace("tool_code", "", StringComparison.Ordinal), _tools), text[..end]);
        return true;
    }

    private bool EndObject(string text, bool atEnd)
    {
        var end = JsonExtent.EndOf(text);
        if (end < 0 && !atEnd && text.Length <= MaxWithheldChars)
            return false;
        var whole = end < 0 ? text : text[..end];
        Settle(PrintedToolCall.Read(whole, _tools), whole);
        return true;
    }

    private void Settle(IReadOnlyList<FunctionCallContent> calls, string asText)
    {
        _pending.Remove(0, asText.Length);
        _state = State.Speaking;
        if (calls.Count > 0)
        {
            _out.AddRange(calls);
            return;
        }

        _saidSomething = true;
        Say(asText);
    }

    private void Say(string text)
    {
        // Blank lines between a thought and the answer are no part of it.
        if (!_saidSomething)
            text = text.TrimStart();
        if (text.Length == 0)
            return;
        _saidSomething = true;
        _out.Add(new TextContent(text));
    }

    private static (int At, string? Marker) First(string text, string[] markers)
    {
        var (at, found) = (int.MaxValue, (string?)null);
        foreach (var marker in markers)
        {
            var i = text.IndexOf(marker, StringComparison.Ordinal);
            if (i >= 0 && i < at)
                (at, found) = (i, marker);
        }

        return (at, found);
    }

    /// <summary>How many characters at the end may be the beginning of a marker.</summary>
    private static int PartialMarker(string text, string[] markers)
    {
        var longest = 0;
        foreach (var marker in markers)
        {
            for (var length = Math.Min(marker.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(marker.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }
}
