namespace Realtime.Compat.Client;

/// <summary>Where a Realtime API is.</summary>
public static class RealtimeAddress
{
    /// <summary>Where `./run.sh` listens.</summary>
    public const string Default = "http://127.0.0.1:8000";

    /// <summary>The WebSocket's address for what a user may write: a server (<c>localhost:8000</c>), a base URL (<c>https://api.openai.com/v1</c>) or the whole address.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="model">Model to ask for, unless the address names one.</param>
    /// <exception cref="RealtimeClientException">It is no address.</exception>
    public static Uri Parse(string text, string model)
    {
        ArgumentNullException.ThrowIfNull(text);
        var written = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(written, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "ws" or "wss") || uri.Host.Length == 0)
            throw new RealtimeClientException($"\"{text}\" is no address; write one such as {Default}.");

        var path = uri.AbsolutePath.TrimEnd('/');
        var address = new UriBuilder(uri)
        {
            Scheme = uri.Scheme is "http" or "ws" ? "ws" : "wss",
            Port = uri.Port,
            Path = path.EndsWith("/realtime", StringComparison.Ordinal) ? path : path.Length == 0 ? "/v1/realtime" : $"{path}/realtime",
        };
        if (!uri.Query.Contains("model=", StringComparison.Ordinal) && !uri.Query.Contains("call_id=", StringComparison.Ordinal))
            address.Query = $"{uri.Query.TrimStart('?')}{(uri.Query.Length > 1 ? "&" : "")}model={Uri.EscapeDataString(model)}";
        return address.Uri;
    }
}
