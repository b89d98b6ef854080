using System.Text.Json;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>
/// A partial <see cref="SessionConfiguration"/>: only fields that are present change. Objects such as the turn detection are
/// replaced whole, with defaults filled in.
/// </summary>
public sealed record SessionPatch
{
    /// <summary>What kind of session the client thinks it updates.</summary>
    public SessionKind Kind { get; init; } = SessionKind.Realtime;

    /// <inheritdoc cref="SessionConfiguration.Model"/>
    public Optional<string> Model { get; init; }

    /// <inheritdoc cref="SessionConfiguration.OutputModality"/>
    public Optional<Modality> OutputModality { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Instructions"/>
    public Optional<string> Instructions { get; init; }

    /// <inheritdoc cref="SessionConfiguration.InputFormat"/>
    public Optional<AudioFormat> InputFormat { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Transcription"/>
    public Optional<Transcription?> Transcription { get; init; }

    /// <inheritdoc cref="SessionConfiguration.NoiseReduction"/>
    public Optional<NoiseReduction?> NoiseReduction { get; init; }

    /// <inheritdoc cref="SessionConfiguration.TurnDetection"/>
    public Optional<TurnDetection?> TurnDetection { get; init; }

    /// <inheritdoc cref="SessionConfiguration.OutputFormat"/>
    public Optional<AudioFormat> OutputFormat { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Voice"/>
    public Optional<string> Voice { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Speed"/>
    public Optional<double> Speed { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Tools"/>
    public Optional<IReadOnlyList<Tool>> Tools { get; init; }

    /// <inheritdoc cref="SessionConfiguration.ToolChoice"/>
    public Optional<ToolChoice> ToolChoice { get; init; }

    /// <inheritdoc cref="SessionConfiguration.MaxOutputTokens"/>
    public Optional<int?> MaxOutputTokens { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Temperature"/>
    public Optional<double> Temperature { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Truncation"/>
    public Optional<Truncation> Truncation { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Include"/>
    public Optional<IReadOnlyList<string>?> Include { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Tracing"/>
    public Optional<JsonElement?> Tracing { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Prompt"/>
    public Optional<JsonElement?> Prompt { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Reasoning"/>
    public Optional<JsonElement?> Reasoning { get; init; }

    /// <inheritdoc cref="SessionConfiguration.ParallelToolCalls"/>
    public Optional<bool?> ParallelToolCalls { get; init; }
}
