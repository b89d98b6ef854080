using System.Text;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// A tool call's arguments as they arrive. Says how much of them is certain: the beginning of a JSON object, cut in no escape and no surrogate
/// pair, up to the first escaped surrogate, which may have to be mended when all is there.
/// </summary>
internal sealed class ArgumentsText
{
    private const int UnicodeEscapeLength = 6;

    private readonly StringBuilder _text = new();
    private int _certain;
    private int _depth;
    private bool _inString;
    private bool _stopped;

    public int Length => _text.Length;

    /// <summary>How much of it was taken, in characters.</summary>
    public int Taken { get; private set; }

    public void Append(string? text) => _text.Append(text);

    /// <summary>What is certain and was not taken; null when nothing is.</summary>
    public string? Take()
    {
        while (!_stopped && Next() is > 0 and var length)
            _certain += length;
        if (_certain == Taken)
            return null;
        var piece = _text.ToString(Taken, _certain - Taken);
        Taken = _certain;
        return piece;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Length of the next certain step; 0 when more must arrive, or nothing will be certain any more.</summary>
    private int Next()
    {
        if (_certain == _text.Length)
            return 0;
        var c = _text[_certain];
        if (_inString)
            return NextInString(c);
        if (_depth == 0 && c != '{')
            return char.IsWhiteSpace(c) ? 1 : Stop();
        _inString = c == '"';
        _depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
        _stopped = _depth == 0;
        return 1;
    }

    private int NextInString(char c)
    {
        var left = _text.Length - _certain;
        if (char.IsSurrogate(c))
            return left < 2 ? 0 : char.IsSurrogatePair(c, _text[_certain + 1]) ? 2 : Stop();
        _inString = c != '"';
        if (c != '\\')
            return 1;
        if (left < 2)
            return 0;
        if (_text[_certain + 1] != 'u')
            return 2;
        if (left < UnicodeEscapeLength)
            return 0;
        var isSurrogate = _text[_certain + 2] is 'd' or 'D' && _text[_certain + 3] is '8' or '9' or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
        return isSurrogate ? Stop() : UnicodeEscapeLength;
    }

    private int Stop()
    {
        _stopped = true;
        return 0;
    }
}
