using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Beta's names and shapes.</summary>
internal static class BetaShape
{
    private static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(ConversationItemAdded)] = "conversation.item.created",
        [typeof(ResponseOutputTextDelta)] = "response.text.delta",
        [typeof(ResponseOutputTextDone)] = "response.text.done",
        [typeof(ResponseOutputAudioDelta)] = "response.audio.delta",
        [typeof(ResponseOutputAudioDone)] = "response.audio.done",
        [typeof(ResponseOutputAudioTranscriptDelta)] = "response.audio_transcript.delta",
        [typeof(ResponseOutputAudioTranscriptDone)] = "response.audio_transcript.done",
        [typeof(OutputText)] = "text",
        [typeof(OutputAudio)] = "audio",
    }.ToFrozenDictionary();

    /// <summary>Renamed events and parts; sessions and responses flat.</summary>
    public static JsonSerializerOptions Options { get; } = WireJson.MakeOptions(
        WireJson.Default.WithAddedModifier(Rename).WithAddedModifier(AddTranscriptionSessions).WithAddedModifier(LeaveOutImageTokens),
        new BetaSessionConverter(),
        new BetaResponseConverter());

    /// <summary>Beta's word for a format.</summary>
    public static string Name(this AudioFormat format) => format switch
    {
        AudioFormat.G711Ulaw => "g711_ulaw",
        AudioFormat.G711Alaw => "g711_alaw",
        _ => "pcm16",
    };

    /// <summary>Writes <c>["text","audio"]</c> or <c>["text"]</c>.</summary>
    public static void WriteModalities(this Utf8JsonWriter writer, Modality modality)
    {
        writer.WriteStartArray("modalities");
        writer.WriteStringValue("text");
        if (modality is Modality.Audio)
            writer.WriteStringValue("audio");
        writer.WriteEndArray();
    }

    private static void Rename(JsonTypeInfo type)
    {
        if (type.PolymorphismOptions?.DerivedTypes is not { } derivedTypes)
            return;
        for (var i = 0; i < derivedTypes.Count; i++)
        {
            if (Names.TryGetValue(derivedTypes[i].DerivedType, out var name))
                derivedTypes[i] = new JsonDerivedType(derivedTypes[i].DerivedType, name);
        }
    }

    private static void AddTranscriptionSessions(JsonTypeInfo type)
    {
        if (type.Type != typeof(ServerEvent))
            return;
        type.PolymorphismOptions!.DerivedTypes.Add(new JsonDerivedType(typeof(TranscriptionSessionCreated), "transcription_session.created"));
        type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(typeof(TranscriptionSessionUpdated), "transcription_session.updated"));
    }

    /// <summary>Beta had no pictures.</summary>
    private static void LeaveOutImageTokens(JsonTypeInfo type)
    {
        if (type.Type == typeof(InputTokenDetails) || type.Type == typeof(CachedTokenDetails))
            type.Properties.Remove(type.Properties.Single(property => property.Name == "image_tokens"));
    }
}
