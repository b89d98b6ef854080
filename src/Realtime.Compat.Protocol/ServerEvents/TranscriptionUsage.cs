using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>What a transcription cost: the duration of the audio, as <c>{"type":"duration","seconds":…}</c>.</summary>
public sealed record TranscriptionUsage
{
    /// <summary>Always <c>duration</c>.</summary>
    [JsonPropertyOrder(-1)]
#pragma warning disable CA1822 // Serialised, so it must be an instance property.
    public string Type => "duration";
#pragma warning restore CA1822

    /// <summary>Whole seconds, rounded up: the .NET SDK reads an integer.</summary>
    public required int Seconds { get; init; }
}
