namespace Realtime.Compat.Engine.Tools.Network;

/// <summary>Reads a stream up to a length; of an event stream, up to that length for each event.</summary>
/// <param name="inner">Where from; disposed with this.</param>
/// <param name="maxBytes">The length.</param>
/// <param name="isEventStream">Whether an empty line starts the count anew.</param>
internal sealed class BoundedStream(Stream inner, int maxBytes, bool isEventStream) : Stream
{
    private int _count;
    private bool _lineIsEmpty;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            _count++;
            if (isEventStream && b is (byte)'\n')
            {
                if (_lineIsEmpty)
                    _count = 0;
                _lineIsEmpty = true;
            }
            else if (b is not (byte)'\r')
            {
                _lineIsEmpty = false;
            }

            if (_count > maxBytes)
                throw new IOException($"The MCP server sent more than {maxBytes} bytes in one message.");
        }
    }
}
