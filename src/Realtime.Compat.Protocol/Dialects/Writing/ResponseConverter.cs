using System.Text.Json;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>A response: both dialects frame it alike and differ in how they tell what it is made of.</summary>
internal abstract class ResponseConverter : WriteOnlyConverter<RealtimeResponse>
{
    /// <inheritdoc/>
    public sealed override void Write(Utf8JsonWriter writer, RealtimeResponse value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "realtime.response");
        writer.WriteString("id", value.Id);
        writer.WriteString("status", WireNames<ResponseStatus>.Of(value.Status));
        writer.WritePropertyName("status_details");
        JsonSerializer.Serialize(writer, value.StatusDetails, options.GetTypeInfo(typeof(StatusDetails)));
        writer.WriteStartArray("output");
        foreach (var item in value.Output)
            JsonSerializer.Serialize(writer, item, options.GetTypeInfo(typeof(Items.ConversationItem)));
        writer.WriteEndArray();
        writer.WriteString("conversation_id", value.ConversationId);
        WriteMakeUp(writer, value);
        writer.WritePropertyName("usage");
        JsonSerializer.Serialize(writer, value.Usage, options.GetTypeInfo(typeof(ResponseUsage)));
        writer.WriteMetadata(value.Metadata);
        writer.WriteEndObject();
    }

    /// <summary>Writes modalities, voice, format and limits.</summary>
    /// <param name="writer">Stands inside the response.</param>
    /// <param name="response">The response.</param>
    protected abstract void WriteMakeUp(Utf8JsonWriter writer, RealtimeResponse response);
}
