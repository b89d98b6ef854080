using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>One request to a chat server, with every setting decided.</summary>
internal sealed record ChatCallRequest
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required int MaxOutputTokens { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    /// <summary>What the caller asked beyond the above: seed, stop sequences, penalties.</summary>
    public required ChatOptions Options { get; init; }

    /// <summary>Tools the model may call.</summary>
    public IReadOnlyList<AIFunctionDeclaration> Tools { get; init; } = [];

    /// <summary>The model must call one of <see cref="Tools"/>; a server may ignore it.</summary>
    public bool MustCall { get; init; }

    /// <summary>The JSON schema the whole answer must satisfy; grammar-enforced by every server of note.</summary>
    public JsonElement? AnswerSchema { get; init; }
}
