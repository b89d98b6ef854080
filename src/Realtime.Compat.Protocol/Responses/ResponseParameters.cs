using System.Text.Json;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Responses;

/// <summary>What a client wants of one response; null fields take the session's value.</summary>
public sealed record ResponseParameters
{
    /// <inheritdoc cref="SessionConfiguration.OutputModality"/>
    public Modality? OutputModality { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Instructions"/>
    public string? Instructions { get; init; }

    /// <inheritdoc cref="SessionConfiguration.OutputFormat"/>
    public AudioFormat? OutputFormat { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Voice"/>
    public string? Voice { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Tools"/>
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <inheritdoc cref="SessionConfiguration.ToolChoice"/>
    public ToolChoice? ToolChoice { get; init; }

    /// <inheritdoc cref="SessionConfiguration.MaxOutputTokens"/>
    public Optional<int?> MaxOutputTokens { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Temperature"/>
    public double? Temperature { get; init; }

    /// <inheritdoc cref="SessionConfiguration.Reasoning"/>
    public JsonElement? Reasoning { get; init; }

    /// <inheritdoc cref="SessionConfiguration.ParallelToolCalls"/>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Whether the response stays out of the conversation (<c>conversation: "none"</c>).</summary>
    public bool OutOfBand { get; init; }

    /// <summary>Pairs to echo in the response, at most 16; keys to 64, values to 512 characters.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Context instead of the conversation; empty for none at all, null for the conversation.</summary>
    public IReadOnlyList<ConversationItem>? Input { get; init; }
}
