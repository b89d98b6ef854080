namespace Realtime.Compat.Server.CommandLine.Replay;

/// <summary>A log read line by line, in memory that no line can outgrow.</summary>
/// <param name="stream">The log.</param>
internal sealed class EventLog(Stream stream)
{
    /// <summary>Longest line that is read, in bytes: three times the longest message a client may send by default.</summary>
    public const int MaxLineBytes = 64 << 20;

    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>The line without its end, valid until the next call; null at the end of the log.</returns>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="MaxLineBytes"/>; it was passed over.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var (searched, tooLong) = (0, false);
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(searched + at, skip: 1, tooLong);
            searched = _end - _start;
            if (searched > MaxLineBytes)
                (tooLong, searched, _start, _end) = (true, 0, 0, 0);
            if (await FillAsync(cancellationToken))
                continue;
            if (searched == 0 && !tooLong)
                return null;
            return Take(searched, skip: 0, tooLong);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int skip, bool tooLong)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
        _start += length + skip;
        return tooLong || length > MaxLineBytes ? throw new InvalidDataException($"longer than {MaxLineBytes >> 20} MiB") : line;
    }

    /// <summary>Reads on. What is left of the buffer moves to its front; a full buffer doubles.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
