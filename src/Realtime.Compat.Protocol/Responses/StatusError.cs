namespace Realtime.Compat.Protocol.Responses;

/// <summary>The failure of a response.</summary>
public sealed record StatusError
{
    /// <summary>Class of the error, such as <c>server_error</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Machine-readable code.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for a developer.</summary>
    public required string Message { get; init; }
}
