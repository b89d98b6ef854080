using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Writes events straight into the output's own memory; base64 needs no string in between.</summary>
/// <param name="options">Names and shapes of the dialect.</param>
internal sealed class EventWriter(JsonSerializerOptions options)
{
    /// <summary>One writer a thread, since writing never awaits.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _threadWriter;

    private readonly JsonTypeInfo<ServerEvent> _events = (JsonTypeInfo<ServerEvent>)options.GetTypeInfo(typeof(ServerEvent));

    /// <summary>Writes one event as one JSON object.</summary>
    /// <param name="serverEvent">The event.</param>
    /// <param name="output">Receives the bytes.</param>
    public void Write(ServerEvent serverEvent, IBufferWriter<byte> output)
    {
        var writer = _threadWriter ??= new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { Encoder = WireJson.Encoder });
        writer.Reset(output);
        try
        {
            JsonSerializer.Serialize(writer, serverEvent, _events);
        }
        finally
        {
            writer.Reset(Stream.Null);
        }
    }
}
