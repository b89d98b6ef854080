using System.Text;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Keeps to itself what a model prints for nobody's ears: <c>&lt;think&gt;…&lt;/think&gt;</c> and tool calls in tags. The backends of this
/// project have taken it out already; a host's own chat client may not. Only what may still become a tag is held back.
/// </summary>
internal sealed class ThoughtFilter
{
    private static readonly (string Opener, string Closer)[] Hidden =
    [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("<tool_call>", "</tool_call>"), ("<function_call>", "</function_call>"),
    ];

    private readonly StringBuilder _held = new();
    private string? _closer;
    private bool _trims;

    /// <summary>Takes the next piece of a stream.</summary>
    /// <returns>What is to be seen of the stream so far and was not given yet; may be "".</returns>
    public string Push(string text)
    {
        if (_held.Length == 0 && _closer is null && !_trims && !text.Contains('<', StringComparison.Ordinal))
            return text;
        _held.Append(text);
        return Drain();
    }

    /// <summary>What is left at the end; a tag that was never closed hides all behind it.</summary>
    public string Flush()
    {
        var rest = _closer is null ? _held.ToString() : "";
        _held.Clear();
        return _trims ? rest.TrimStart() : rest;
    }

    private string Drain()
    {
        var seen = new StringBuilder();
        while (true)
        {
            var text = _held.ToString();
            if (_closer is { } closer)
            {
                var at = text.IndexOf(closer, StringComparison.OrdinalIgnoreCase);
                _held.Remove(0, at < 0 ? Math.Max(0, text.Length - closer.Length + 1) : at + closer.Length);
                if (at < 0)
                    return seen.ToString();
                (_closer, _trims) = (null, true);
                continue;
            }

            if (_trims)
            {
                // The blank lines behind a thought belong to it.
                _held.Remove(0, text.Length - text.TrimStart().Length);
                text = _held.ToString();
                _trims = text.Length == 0;
            }

            if (Opened(text) is not { } opened)
            {
                var sure = text.Length - PartialOpener(text);
                seen.Append(text, 0, sure);
                _held.Remove(0, sure);
                return seen.ToString();
            }

            seen.Append(text, 0, opened.At);
            _held.Remove(0, opened.At + opened.Opener.Length);
            _closer = opened.Closer;
        }
    }

    private static (int At, string Opener, string Closer)? Opened(string text)
    {
        (int At, string Opener, string Closer)? first = null;
        foreach (var (opener, closer) in Hidden)
        {
            var at = text.IndexOf(opener, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && (first is null || at < first.Value.At))
                first = (at, opener, closer);
        }

        return first;
    }

    /// <summary>How many characters at the end may be the beginning of a tag.</summary>
    private static int PartialOpener(string text)
    {
        var start = text.LastIndexOf('<');
        return start >= 0 && Array.Exists(Hidden, tag => tag.Opener.AsSpan().StartsWith(text.AsSpan(start), StringComparison.OrdinalIgnoreCase)) ? text.Length - start : 0;
    }
}
