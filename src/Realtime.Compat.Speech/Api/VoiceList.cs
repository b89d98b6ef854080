using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>GET /v1/audio/voices</c>.</summary>
/// <param name="Voices">All voices.</param>
internal sealed record VoiceList(IReadOnlyList<VoiceList.Item> Voices)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Object { get; } = "list";

    /// <summary>One voice.</summary>
    /// <param name="Id">What <c>voice</c> takes.</param>
    /// <param name="Name">The same, for clients that show a name.</param>
    internal sealed record Item(string Id, string Name);
}
