using System.Text.Json;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>GA's session object, its keys in the order of OpenAI's live server.</summary>
internal sealed class GaSessionConverter : WriteOnlyConverter<SessionConfiguration>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionConfiguration value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type", WireNames<SessionKind>.Of(value.Kind));
        if (value.Kind is SessionKind.Transcription)
            WriteTranscriptionSession(writer, value);
        else
            WriteRealtimeSession(writer, value);
        writer.WriteStrings("include", value.Include);
        writer.WriteEndObject();
    }

    private static void WriteTranscriptionSession(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteString("object", "realtime.transcription_session");
        writer.WriteString("id", session.Id);
        writer.WriteNumber("expires_at", session.ExpiresAt);
        writer.WriteStartObject("audio");
        WriteAudioInput(writer, session);
        writer.WriteEndObject();
    }

    private static void WriteRealtimeSession(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteString("object", "realtime.session");
        writer.WriteString("id", session.Id);
        writer.WriteString("model", session.Model);
        writer.WriteModality(session.OutputModality);
        writer.WriteString("instructions", session.Instructions);
        writer.WriteTools(session.Tools);
        writer.WriteToolChoice(session.ToolChoice);
        writer.WriteTokenLimit("max_output_tokens", session.MaxOutputTokens);
        writer.WriteEcho("tracing", session.Tracing);
        WriteTruncation(writer, session.Truncation);
        writer.WriteEcho("prompt", session.Prompt);
        writer.WriteNumber("expires_at", session.ExpiresAt);
        if (session.Reasoning is not null)
            writer.WriteEcho("reasoning", session.Reasoning);
        if (session.ParallelToolCalls is { } parallel)
            writer.WriteBoolean("parallel_tool_calls", parallel);
        writer.WriteStartObject("audio");
        WriteAudioInput(writer, session);
        writer.WriteStartObject("output");
        writer.WriteFormat(session.OutputFormat);
        writer.WriteString("voice", session.Voice);
        writer.WriteNumber("speed", session.Speed);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAudioInput(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteStartObject("input");
        writer.WriteFormat(session.InputFormat);
        writer.WriteTranscription("transcription", session.Transcription);
        writer.WriteNoiseReduction("noise_reduction", session.NoiseReduction);
        writer.WriteTurnDetection(session.TurnDetection, session.Kind, idleTimeout: true);
        writer.WriteEndObject();
    }

    private static void WriteTruncation(Utf8JsonWriter writer, Truncation truncation)
    {
        if (truncation.Mode is not TruncationMode.RetentionRatio)
        {
            writer.WriteString("truncation", WireNames<TruncationMode>.Of(truncation.Mode));
            return;
        }

        writer.WriteStartObject("truncation");
        writer.WriteString("type", WireNames<TruncationMode>.Of(truncation.Mode));
        if (truncation.RetentionRatio is { } ratio)
            writer.WriteNumber("retention_ratio", ratio);
        if (truncation.PostInstructionsTokenLimit is { } limit)
        {
            writer.WriteStartObject("token_limits");
            writer.WriteNumber("post_instructions", limit);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
