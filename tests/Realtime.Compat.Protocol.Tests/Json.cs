using System.Buffers;
using System.Text;
using System.Text.Json;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>Short words for reading and writing.</summary>
internal static class Json
{
    public static Dialect Dialect(string name) => name is "ga" ? Dialects.Dialect.Ga : Dialects.Dialect.Beta;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public static ClientEventReading Read(this Dialect dialect, string json) => dialect.Read(Utf8(json));

    public static T Read<T>(this Dialect dialect, string json)
        where T : ClientEvent
    {
        var reading = dialect.Read(json);
        Assert.True(reading.IsEvent, reading.Error?.Message);
        return Assert.IsType<T>(reading.Event, exactMatch: false);
    }

    public static RealtimeError ReadError(this Dialect dialect, string json)
    {
        var reading = dialect.Read(json);
        Assert.False(reading.IsEvent, $"Accepted: {json}");
        return reading.Error;
    }

    public static string Write(this Dialect dialect, ServerEvent serverEvent)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(dialect.Write(serverEvent, output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
