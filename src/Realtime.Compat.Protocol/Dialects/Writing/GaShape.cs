using System.Text.Json;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>GA's names and shapes.</summary>
internal static class GaShape
{
    /// <summary>The records' own names; sessions and responses nested.</summary>
    public static JsonSerializerOptions Options { get; } = WireJson.MakeOptions(WireJson.Default, new GaSessionConverter(), new GaResponseConverter());

    /// <summary>Writes <c>{"type":"audio/pcm","rate":24000}</c>; G.711 has one rate and no field for it.</summary>
    public static void WriteFormat(this Utf8JsonWriter writer, AudioFormat format)
    {
        writer.WriteStartObject("format");
        writer.WriteString("type", WireNames<AudioFormat>.Of(format));
        if (format is AudioFormat.Pcm16)
            writer.WriteNumber("rate", format.SampleRateHz());
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>["audio"]</c> or <c>["text"]</c>, never both.</summary>
    public static void WriteModality(this Utf8JsonWriter writer, Modality modality)
    {
        writer.WriteStartArray("output_modalities");
        writer.WriteStringValue(WireNames<Modality>.Of(modality));
        writer.WriteEndArray();
    }
}
