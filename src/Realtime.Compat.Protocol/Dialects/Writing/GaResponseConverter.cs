using System.Text.Json;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>GA's response object: format and voice nested under <c>audio.output</c>.</summary>
internal sealed class GaResponseConverter : ResponseConverter
{
    /// <inheritdoc/>
    protected override void WriteMakeUp(Utf8JsonWriter writer, RealtimeResponse response)
    {
        writer.WriteModality(response.OutputModality);
        writer.WriteTokenLimit("max_output_tokens", response.MaxOutputTokens);
        writer.WriteStartObject("audio");
        writer.WriteStartObject("output");
        writer.WriteFormat(response.OutputFormat);
        writer.WriteString("voice", response.Voice);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
