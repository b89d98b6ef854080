using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

/// <summary>Merges a <c>session.update</c> into the configuration in effect: all of it or, with an error, none of it.</summary>
public static class EffectiveSession
{
    /// <summary>Applies a patch.</summary>
    /// <param name="current">The configuration in effect.</param>
    /// <param name="patch">What the client wants changed.</param>
    /// <param name="hasSpoken">Whether the assistant has spoken: then the voice is fixed.</param>
    /// <param name="isSpeaking">Whether a response runs: then the speed is fixed.</param>
    /// <param name="updated">The configuration afterwards; <paramref name="current"/> when there is an error.</param>
    /// <returns>Null, or why nothing was changed.</returns>
    public static RealtimeError? TryApply(SessionConfiguration current, SessionPatch patch, bool hasSpoken, bool isSpeaking, out SessionConfiguration updated)
    {
        updated = current;
        if (patch.Kind != current.Kind)
            return new RealtimeError { Code = ErrorCodes.InvalidValue, Param = "session.type", Message = KindMismatch(patch.Kind) };
        if (hasSpoken && patch.Voice.Or(current.Voice) != current.Voice)
            return SessionErrors.CannotUpdateVoice("session.audio.output.voice");
        if (isSpeaking && patch.Speed.Or(current.Speed) != current.Speed)
            return SessionErrors.CannotUpdateSpeed();

        // The model is fixed at connect: OpenAI's own examples repeat it here, so another one is accepted and has no effect.
        updated = current with
        {
            OutputModality = patch.OutputModality.Or(current.OutputModality),
            Instructions = patch.Instructions.Or(current.Instructions),
            InputFormat = patch.InputFormat.Or(current.InputFormat),
            Transcription = patch.Transcription.Or(current.Transcription),
            NoiseReduction = patch.NoiseReduction.Or(current.NoiseReduction),
            TurnDetection = patch.TurnDetection.Or(current.TurnDetection),
            OutputFormat = patch.OutputFormat.Or(current.OutputFormat),
            Voice = patch.Voice.Or(current.Voice),
            // A client that repeats what it was shown hears no other voice in mid-conversation.
            LeavesVoiceToServer = current.LeavesVoiceToServer && (hasSpoken || !patch.Voice.IsPresent),
            Speed = patch.Speed.Or(current.Speed),
            Tools = patch.Tools.Or(current.Tools),
            ToolChoice = patch.ToolChoice.Or(current.ToolChoice),
            MaxOutputTokens = patch.MaxOutputTokens.Or(current.MaxOutputTokens),
            Temperature = patch.Temperature.Or(current.Temperature),
            Truncation = patch.Truncation.Or(current.Truncation),
            Include = patch.Include.Or(current.Include),
            Tracing = patch.Tracing.Or(current.Tracing),
            Prompt = patch.Prompt.Or(current.Prompt),
            Reasoning = patch.Reasoning.Or(current.Reasoning),
            ParallelToolCalls = patch.ParallelToolCalls.Or(current.ParallelToolCalls),
        };
        return null;
    }

    private static string KindMismatch(SessionKind asked) => asked is SessionKind.Transcription
        ? "Passing a transcription session update event to a realtime session is not allowed."
        : "Passing a realtime session update event to a transcription session is not allowed.";
}
