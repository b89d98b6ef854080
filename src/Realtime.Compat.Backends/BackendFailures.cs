using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.Backends;

/// <summary>Turns whatever a server or the network did wrong into one <see cref="BackendException"/>.</summary>
internal static class BackendFailures
{
    private const int MaxQuotedChars = 200;

    /// <summary>An answer with an error status, or an error inside an answer that had begun well (<paramref name="status"/> null).</summary>
    public static BackendException FromServer(BackendPeer peer, HttpStatusCode? status, string? text, TimeSpan? retryAfter = null)
    {
        var (code, message) = Explain(peer, (int?)status ?? 0, text ?? "");
        return new BackendException(code, message, inner: null, status) { RetryAfter = retryAfter, ServerText = text };
    }

    /// <summary>An exception of the network or of a parser.</summary>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="answerBegan">Whether the answer's headers had arrived.</param>
    public static BackendException FromException(BackendPeer peer, Exception exception, bool answerBegan)
    {
        if (exception is BackendException known)
            return known;
        if (answerBegan)
        {
            return HasInner<IOException>(exception) || exception is HttpRequestException
                ? CutOff(peer, exception)
                : Protocol(peer, "its answer cannot be read", exception);
        }

        var lost = HasInner<IOException>(exception) && !IsConnectFailure(exception);
        return new BackendException(
            BackendErrorCodes.Unreachable,
            lost ? $"{peer.Label} closed the connection before it answered." : $"{peer.Label} cannot be reached.",
            exception);
    }

    /// <summary>The answer ended without its end mark.</summary>
    public static BackendException CutOff(BackendPeer peer, Exception? inner = null) =>
        new(BackendErrorCodes.CutOff, $"{peer.Label} broke off its answer before the end.", inner);

    /// <summary>The answer is not the protocol.</summary>
    /// <param name="peer">Who answered.</param>
    /// <param name="what">What is wrong, to follow "because": "it is HTML".</param>
    /// <param name="inner">What was thrown underneath.</param>
    public static BackendException Protocol(BackendPeer peer, string what, Exception? inner = null) =>
        new(BackendErrorCodes.Protocol, $"{peer.Label} did not answer as expected: {what}.", inner);

    /// <summary>Whether a connection that had been open broke before an answer: safe to ask once more.</summary>
    public static bool IsLostConnection(BackendException failure) =>
        failure.Code == BackendErrorCodes.Unreachable && failure.InnerException is { } inner && HasInner<IOException>(inner) && !IsConnectFailure(inner);

    private static (string Code, string Message) Explain(BackendPeer peer, int status, string text)
    {
        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
        var who = peer.Label;
        var model = peer.Model is { Length: > 0 } name ? $"model {name}" : "model";

        if (status is 401 or 402 or 403 or 407)
        {
            return (BackendErrorCodes.Unauthorized, peer.ApiKey is { Length: > 0 }
                ? $"{who} refused the key it was given ({status})."
                : $"{who} refused the request ({status}): it wants a key, or does not accept this host name.");
        }

        if (Says("exceed_context_size") || Says("context length") || Says("context size") || Says("maximum context") || Says("context window") || Says("prompt is too long"))
            return (BackendErrorCodes.ContextLengthExceeded, "The conversation is longer than the model's context.");
        if (Says("does not support tools") || Says("tool choice requires") || Says("use tools with") || Says("--jinja"))
            return (BackendErrorCodes.ToolsNotSupported, $"The {model} cannot call tools.");
        if (Says("mmproj") || Says("multimodal") || (Says("image") && (Says("support") || Says("invalid"))))
            return (BackendErrorCodes.UnsupportedContent, $"The {model} cannot read this image.");
        if (Says("model") && (Says("not found") || Says("does not exist") || Says("not_found")))
        {
            return (BackendErrorCodes.ModelNotFound, peer.IsOllama && peer.Model is not null
                ? $"Ollama does not have {model}: type `ollama pull {peer.Model}`."
                : $"{who} does not have the {model}.");
        }

        if (Says("out of memory") || Says("out-of-memory") || Says("process has terminated") || Says("unexpectedly stopped") || Says("server to start"))
            return (BackendErrorCodes.ModelLoadFailed, $"{who} could not load or keep the {model}: see its log; often it lacks memory.");
        if (status == 503 && Says("loading"))
            return (BackendErrorCodes.Overloaded, $"{who} is still loading its model.");
        if (status is 429 or 499 or 503 or 529 || Says("server busy") || Says("overloaded") || Says("rate limit"))
            return (BackendErrorCodes.Overloaded, $"{who} is busy.");
        if (status is 408 or 504)
            return (BackendErrorCodes.Timeout, $"{who} gave up waiting for its model ({status}).");
        if (status is 404 or 405)
            return (BackendErrorCodes.Refused, $"{who} has no such service ({status}): the address set for it may be wrong.");
        if (status is >= 300 and < 400)
            return (BackendErrorCodes.Refused, $"{who} redirects elsewhere ({status}): the address set for it may be wrong.");
        if (status is >= 400 and < 500)
            return (BackendErrorCodes.Refused, $"{who} refused the request ({status}){Quote(peer, text)}.");
        return (BackendErrorCodes.Failed, status == 0 ? $"{who} failed in the middle of its answer." : $"{who} failed ({status}).");
    }

    /// <summary>The server's reason, one line, shortened; nothing when it might hold the key.</summary>
    private static string Quote(BackendPeer peer, string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        if (line.Length == 0 || (peer.ApiKey is { Length: > 0 } key && line.Contains(key, StringComparison.Ordinal)))
            return "";
        return ": " + (line.Length <= MaxQuotedChars ? line : line[..MaxQuotedChars] + "…");
    }

    private static bool IsConnectFailure(Exception exception) =>
        Chain(exception).Any(e => e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
            || e is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut });

    private static bool HasInner<T>(Exception exception) where T : Exception => Chain(exception).OfType<T>().Any();

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            yield return e;
    }
}
