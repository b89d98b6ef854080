using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Client;

/// <summary>One WebSocket to a Realtime API, in GA's dialect. Sending is safe from several threads; receiving is for one reader.</summary>
public sealed class RealtimeConnection : IAsyncDisposable
{
    private const int MaxMessageBytes = 64 << 20;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly RealtimeConnectionOptions _options;

    private RealtimeConnection(RealtimeConnectionOptions options) => _options = options;

    /// <summary>The session as <c>session.created</c> told it.</summary>
    public JsonElement Session { get; private set; }

    /// <summary>Connects, and waits for the session.</summary>
    /// <param name="address">The WebSocket's address (<see cref="RealtimeAddress.Parse"/>).</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RealtimeClientException">Nothing answers there, or it refuses.</exception>
    public static async Task<RealtimeConnection> ConnectAsync(Uri address, RealtimeConnectionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        var connection = new RealtimeConnection(options);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            await connection.OpenAsync(address, patience.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception failure)
        {
            var server = $"{(address.Scheme == "ws" ? "http" : "https")}://{address.Authority}";
            var status = (int)connection._socket.HttpStatusCode;
            await connection.DisposeAsync().ConfigureAwait(false);
            switch (failure)
            {
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    throw new RealtimeClientException($"{server} does not answer within {options.Timeout.TotalSeconds:0} seconds.", failure);
                case WebSocketException or HttpRequestException or IOException:
                    throw new RealtimeClientException(Explain(server, status, failure), failure);
                default:
                    throw;
            }
        }
    }

    /// <summary>Sends an event.</summary>
    /// <param name="clientEvent">The event; its <c>type</c> says which.</param>
    /// <param name="cancellationToken">Aborts the connection.</param>
    /// <exception cref="RealtimeClientException">The connection is lost.</exception>
    public async Task SendAsync(JsonObject clientEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clientEvent);
        var message = JsonSerializer.SerializeToUtf8Bytes(clientEvent, ClientJson.Default.JsonObject);
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _options.Observer?.Invoke(EventDirection.ToServer, message);
            await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException failure)
        {
            throw new RealtimeClientException($"The connection was lost: {failure.Message}", failure);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next event.</summary>
    /// <param name="cancellationToken">Aborts the connection.</param>
    /// <returns>The event; null when the server closed.</returns>
    /// <exception cref="RealtimeClientException">The connection is lost, or what came is no event.</exception>
    public async Task<JsonElement?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
                if (part.MessageType is WebSocketMessageType.Close)
                    return null;
                message.Write(buffer, 0, part.Count);
                if (message.Length > MaxMessageBytes)
                    throw new RealtimeClientException("The server sent an event of more than 64 MiB.");
                if (part.EndOfMessage)
                    break;
            }

            _options.Observer?.Invoke(EventDirection.ToClient, message.GetBuffer().AsMemory(0, (int)message.Length));
            return JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length));
        }
        catch (Exception failure) when (failure is WebSocketException or JsonException)
        {
            throw new RealtimeClientException(failure is JsonException ? "The server sent something that is no JSON." : $"The connection was lost: {failure.Message}", failure);
        }
    }

    /// <summary>Why the server closed; null while it has not.</summary>
    public string? CloseReason => _socket.CloseStatusDescription ?? _socket.CloseStatus?.ToString();

    /// <summary>Says good-bye and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }

        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        _socket.Options.CollectHttpResponseDetails = true;
        if (_options.ApiKey is { } key)
            _socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        if (_options.Authority is { } authority)
            _socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors is SslPolicyErrors.None || IsSignedBy(authority, certificate, errors);
        await _socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var first = await ReceiveAsync(cancellationToken).ConfigureAwait(false) ?? throw new RealtimeClientException($"The server closed at once ({CloseReason}).");
        if (first.GetProperty("type").GetString() == "error")
            throw new RealtimeClientException($"The server refuses: {first.GetProperty("error").GetProperty("message").GetString()}");
        Session = first.GetProperty("session");
    }

    private static bool IsSignedBy(X509Certificate2 authority, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
    }

    private static string Explain(string server, int status, Exception failure) => status switch
    {
        0 when failure.InnerException is HttpRequestException { InnerException: System.Net.Sockets.SocketException } =>
            $"Nothing answers at {server}: start the server with ./run.sh, or name another with --url.",
        0 when failure.ToString().Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            $"{server} shows a certificate that is not trusted: `./run.sh certs` says how to trust this server's own.",
        401 or 403 => $"{server} does not let this client in (HTTP {status}): show a key with --key or OPENAI_API_KEY.",
        429 or 503 => $"{server} is too busy (HTTP {status}): try again later.",
        0 => $"{server} cannot be reached: {failure.Message}",
        _ => $"{server} answers HTTP {status} and no WebSocket: is it a Realtime API?",
    };
}
