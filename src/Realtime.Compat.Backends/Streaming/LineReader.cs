namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// Cuts a body into lines whatever the sizes in which it arrives: LF or CRLF, an optional byte order mark, a last line without an end. Lines stay
/// bytes, so a character split across two segments is whole again before anything decodes it.
/// </summary>
internal sealed class LineReader(Stream body, BackendCall call, BackendPeer peer)
{
    /// <summary>The longest line taken. A tool call with a very large argument comes as one line.</summary>
    public const int MaxLineBytes = 8 * 1024 * 1024;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _atStart = true;
    private bool _eof;

    /// <summary>The next line without its end, valid until the next call; null at the end of the body.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync()
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = Line(_start, _scanned + newline);
                _start = _scanned = _scanned + newline + 1;
                return line;
            }

            _scanned = _end;
            if (_eof)
            {
                var last = Line(_start, _end);
                _start = _end;
                // Not `: null` alone, which C# would make an empty memory.
                return last.Length > 0 ? last : (ReadOnlyMemory<byte>?)null;
            }

            MakeRoom();
            var read = await call.WaitAsync(token => body.ReadAsync(_buffer.AsMemory(_end), token));
            _end += read;
            _eof = read == 0;
        }
    }

    private ReadOnlyMemory<byte> Line(int from, int to)
    {
        if (_atStart && _buffer.AsSpan(from, to - from).StartsWith("\uFEFF"u8))
            from += 3;
        _atStart = false;
        if (to > from && _buffer[to - 1] == '\r')
            to--;
        return _buffer.AsMemory(from, to - from);
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;
        var used = _end - _start;
        if (used > MaxLineBytes)
            throw BackendFailures.Protocol(peer, "a line of its answer does not end");
        var target = used > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, used).CopyTo(target);
        (_buffer, _scanned, _end, _start) = (target, _scanned - _start, used, 0);
    }
}
