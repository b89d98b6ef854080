using System.Text.Json;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Beta's response object: flat, and with a temperature.</summary>
internal sealed class BetaResponseConverter : ResponseConverter
{
    /// <inheritdoc/>
    protected override void WriteMakeUp(Utf8JsonWriter writer, RealtimeResponse response)
    {
        writer.WriteModalities(response.OutputModality);
        writer.WriteString("voice", response.Voice);
        writer.WriteString("output_audio_format", response.OutputFormat.Name());
        writer.WriteNumber("temperature", response.Temperature);
        writer.WriteTokenLimit("max_output_tokens", response.MaxOutputTokens);
    }
}
