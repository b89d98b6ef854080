using System.Net;

namespace Realtime.Compat.Backends;

/// <summary>The one way HTTP is spoken here.</summary>
internal static class BackendHttp
{
    /// <summary>Most bytes read of an answer that comes whole.</summary>
    public const int MaxWholeAnswerBytes = 16 * 1024 * 1024;

    /// <summary>Most bytes read of an error's body.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>
    /// A handler that closes at once what is dropped: with the default drain of 2 s a server goes on generating for a user who has barged in
    /// (measured: closed after 2.0 s; with zero, 10 ms).
    /// </summary>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // People pause: the next turn shall find the connection open. One that the server closed meanwhile is replaced unseen.
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new LoopbackNeedsNoProxy(HttpClient.DefaultProxy),
    };

    /// <summary>A client without a timeout of its own: <see cref="Streaming.BackendCall"/> keeps the time.</summary>
    public static HttpClient CreateClient(HttpMessageHandler handler, bool ownsHandler) => new(handler, ownsHandler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Reads a body to its end, or to a limit.</summary>
    public static async ValueTask<byte[]> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (whole.Length < maxBytes)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, maxBytes - whole.Length)), cancellationToken);
            if (read == 0)
                break;
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    /// <summary>The failure an error status stands for.</summary>
    public static async ValueTask<BackendException> FailureAsync(BackendPeer peer, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] body = [];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            body = await ReadAsync(stream, MaxErrorBytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status alone says enough.
        }

        return BackendFailures.FromServer(peer, response.StatusCode, BackendErrorText.Read(body), response.Headers.RetryAfter?.Delta);
    }

    private sealed class LoopbackNeedsNoProxy(IWebProxy inner) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => inner.Credentials;
            set => inner.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : inner.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
    }
}
