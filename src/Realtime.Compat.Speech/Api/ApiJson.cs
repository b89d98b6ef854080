using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Speech.Hosting;

namespace Realtime.Compat.Speech.Api;

/// <summary>Writers for every body the worker sends.</summary>
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(Transcription))]
[JsonSerializable(typeof(VerboseTranscription))]
[JsonSerializable(typeof(TranscriptTextDelta))]
[JsonSerializable(typeof(TranscriptTextDone))]
[JsonSerializable(typeof(TurnJudgement))]
[JsonSerializable(typeof(TranscriptTextSnapshot))]
[JsonSerializable(typeof(SpeechAudioDelta))]
[JsonSerializable(typeof(SpeechAudioWords))]
[JsonSerializable(typeof(SpeechAudioDone))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(VoiceList))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(ListeningEvent))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The writers, with letters of all languages as they are instead of as <c>\u</c> escapes.</summary>
    public static ApiJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
