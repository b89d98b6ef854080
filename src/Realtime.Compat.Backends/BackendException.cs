using System.Net;

namespace Realtime.Compat.Backends;

/// <summary>
/// A chat, transcription or speech server did not give what it was asked for. Every failure of the clients in this project is one of these,
/// or an <see cref="OperationCanceledException"/> for the caller's own token.
/// </summary>
/// <remarks>The message is one sentence fit for a client's eyes: no address, no key, no stack, no path.</remarks>
public sealed class BackendException : HttpRequestException
{
    /// <summary>Makes a failure.</summary>
    /// <param name="code">One of <see cref="BackendErrorCodes"/>, or a script's own snake_case code.</param>
    /// <param name="message">One sentence for a client or an operator.</param>
    /// <param name="inner">What was thrown underneath; for logs only.</param>
    /// <param name="statusCode">The HTTP status, where there was one.</param>
    public BackendException(string code, string message, Exception? inner = null, HttpStatusCode? statusCode = null)
        : base(message, inner, statusCode)
    {
        Code = code;
    }

    /// <summary>Why, in snake_case: one of <see cref="BackendErrorCodes"/>, or a script's own.</summary>
    public string Code { get; }

    /// <summary>How long the server asked to be left alone, where it said.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the call never left a queue of our own: it says nothing about the server.</summary>
    internal bool IsOurQueue { get; init; }

    /// <summary>The server's own words, for logs at Debug.</summary>
    internal string? ServerText { get; init; }
}
