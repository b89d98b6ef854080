using System.Globalization;
using Microsoft.Extensions.AI;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Responding;

/// <summary>How a response ended.</summary>
internal sealed record ResponseOutcome
{
    /// <summary>Completed, incomplete, cancelled or failed.</summary>
    public required ResponseStatus Status { get; init; }

    /// <summary>Why it was cancelled or is incomplete.</summary>
    public StatusReason? Reason { get; init; }

    /// <summary>What failed.</summary>
    public StatusError? Error { get; init; }

    /// <summary>Tokens as the chat model counted them; null when it did not say.</summary>
    public UsageDetails? ChatUsage { get; init; }

    /// <summary>The outcome as the wire's <c>status_details</c>; null when completed.</summary>
    public StatusDetails? ToStatusDetails() => Status is ResponseStatus.Completed ? null : new StatusDetails { Type = Status, Reason = Reason, Error = Error };

    /// <summary>A cancellation.</summary>
    public static ResponseOutcome Cancelled(StatusReason reason) => new() { Status = ResponseStatus.Cancelled, Reason = reason };

    /// <summary>A refusal: the operator's limit is used up.</summary>
    public static ResponseOutcome RateLimited(RateLimit limit) => new()
    {
        Status = ResponseStatus.Failed,
        Error = new StatusError
        {
            Type = limit.Name,
            Code = Protocol.Errors.ErrorCodes.RateLimitExceeded,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"Rate limit reached on {limit.Name} per minute: limit {limit.Limit}, remaining {limit.Remaining}. The limit is whole again in {limit.ResetSeconds:0.#} seconds."),
        },
    };

    /// <summary>A failure.</summary>
    public static ResponseOutcome Failed(string code, string message) =>
        new() { Status = ResponseStatus.Failed, Error = new StatusError { Type = Protocol.Errors.ErrorTypes.Server, Code = code, Message = message } };
}
