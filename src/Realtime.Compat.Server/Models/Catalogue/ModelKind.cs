using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>What a model does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
internal enum ModelKind
{
    /// <summary>Writes down what was said.</summary>
    [JsonStringEnumMemberName("stt")]
    SpeechToText,

    /// <summary>Speaks.</summary>
    [JsonStringEnumMemberName("tts")]
    TextToSpeech,

    /// <summary>Judges whether a speaker is done.</summary>
    [JsonStringEnumMemberName("turn")]
    Turn,

    /// <summary>Takes noise out of speech before it is written down.</summary>
    [JsonStringEnumMemberName("denoise")]
    NoiseReduction,
}
