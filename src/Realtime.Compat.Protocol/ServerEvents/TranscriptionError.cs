using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>Why a transcription failed. Keys that do not apply are left out; the Agents SDK refuses null here.</summary>
public sealed record TranscriptionError
{
    /// <summary>Class of the error.</summary>
    public required string Type { get; init; }

    /// <summary>Machine-readable code.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for a developer.</summary>
    public required string Message { get; init; }
}
