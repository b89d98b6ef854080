using System.Text.Json;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Beta's session object: flat.</summary>
internal sealed class BetaSessionConverter : WriteOnlyConverter<SessionConfiguration>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionConfiguration value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Kind is SessionKind.Transcription)
            WriteTranscriptionSession(writer, value);
        else
            WriteRealtimeSession(writer, value);
        writer.WriteEndObject();
    }

    private static void WriteTranscriptionSession(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteString("id", session.Id);
        writer.WriteString("object", "realtime.transcription_session");
        writer.WriteNumber("expires_at", session.ExpiresAt);
        writer.WriteString("input_audio_format", session.InputFormat.Name());
        WriteHearing(writer, session);
        writer.WriteStrings("include", session.Include);
    }

    private static void WriteRealtimeSession(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteString("id", session.Id);
        writer.WriteString("object", "realtime.session");
        writer.WriteString("model", session.Model);
        writer.WriteNumber("expires_at", session.ExpiresAt);
        writer.WriteModalities(session.OutputModality);
        writer.WriteString("instructions", session.Instructions);
        writer.WriteString("voice", session.Voice);
        writer.WriteString("input_audio_format", session.InputFormat.Name());
        writer.WriteString("output_audio_format", session.OutputFormat.Name());
        WriteHearing(writer, session);
        writer.WriteTools([.. session.Tools.OfType<FunctionTool>()]);
        // Beta's schema knows words only: one forced tool reads as a tool that is required.
        writer.WriteString("tool_choice", WireNames<ToolChoiceMode>.Of(session.ToolChoice.Mode is ToolChoiceMode.Function or ToolChoiceMode.Mcp ? ToolChoiceMode.Required : session.ToolChoice.Mode));
        writer.WriteNumber("temperature", session.Temperature);
        writer.WriteTokenLimit("max_response_output_tokens", session.MaxOutputTokens);
        writer.WriteNumber("speed", session.Speed);
        writer.WriteEcho("tracing", session.Tracing);
        writer.WriteStrings("include", session.Include);
        writer.WriteEcho("prompt", session.Prompt);
        writer.WriteNull("client_secret");
    }

    private static void WriteHearing(Utf8JsonWriter writer, SessionConfiguration session)
    {
        writer.WriteTranscription("input_audio_transcription", session.Transcription);
        writer.WriteTurnDetection(session.TurnDetection, session.Kind, idleTimeout: false);
        writer.WriteNoiseReduction("input_audio_noise_reduction", session.NoiseReduction);
    }
}
