using System.Buffers;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// Server-sent events as servers really send them: with or without a space after the colon, comments between, several data lines, no blank line
/// after the last event, and llama.cpp's older `error: {…}` line, which is no field of the standard.
/// </summary>
internal sealed class ServerSentEventReader(LineReader lines)
{
    private readonly ArrayBufferWriter<byte> _data = new();

    /// <summary>The data of the next event, valid until the next call; null at the end of the body.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync()
    {
        _data.ResetWrittenCount();
        var any = false;
        while (await lines.NextAsync() is { } line)
        {
            if (line.IsEmpty)
            {
                if (any)
                    return Data();
                continue;
            }

            var colon = line.Span.IndexOf((byte)':');
            if (colon <= 0)
                continue;
            var field = line.Span[..colon];
            if (!field.SequenceEqual("data"u8) && !field.SequenceEqual("error"u8))
                continue;
            var value = line[(colon + 1)..];
            if (value.Length > 0 && value.Span[0] == ' ')
                value = value[1..];
            if (field.SequenceEqual("error"u8))
                return value.Span.IndexOf("\"error\""u8) >= 0 ? value : Wrap(value);
            if (any)
                _data.Write("\n"u8);
            _data.Write(value.Span);
            any = true;
        }

        return any ? Data() : (ReadOnlyMemory<byte>?)null;
    }

    private ReadOnlyMemory<byte> Data() => _data.WrittenMemory;

    private ReadOnlyMemory<byte> Wrap(ReadOnlyMemory<byte> error)
    {
        _data.Write("{\"error\":"u8);
        _data.Write(error.Span);
        _data.Write("}"u8);
        return Data();
    }
}
