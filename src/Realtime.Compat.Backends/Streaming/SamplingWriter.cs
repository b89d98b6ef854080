using System.Text.Json;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>Writes the sampling settings that both wires call by the same names. What is not set is not sent: the model's own value holds.</summary>
internal static class SamplingWriter
{
    public static void Write(Utf8JsonWriter json, ChatCallRequest? request)
    {
        if (request is null)
            return;
        if (request.Temperature is { } temperature)
            json.WriteNumber("temperature", temperature);
        if (request.TopP is { } topP)
            json.WriteNumber("top_p", topP);
        if (request.Options.Seed is { } seed)
            json.WriteNumber("seed", seed);
        if (request.Options.FrequencyPenalty is { } frequency)
            json.WriteNumber("frequency_penalty", frequency);
        if (request.Options.PresencePenalty is { } presence)
            json.WriteNumber("presence_penalty", presence);
        if (request.Options.StopSequences is not { Count: > 0 } stops)
            return;
        json.WriteStartArray("stop");
        foreach (var stop in stops)
            json.WriteStringValue(stop);
        json.WriteEndArray();
    }
}
