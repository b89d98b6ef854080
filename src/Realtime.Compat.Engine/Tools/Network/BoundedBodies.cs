namespace Realtime.Compat.Engine.Tools.Network;

/// <summary>Keeps a server from filling memory: bodies are cut off with an error beyond a length.</summary>
internal sealed class BoundedBodies(HttpMessageHandler inner, int maxBytes) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var original = response.Content;
        var isStream = original.Headers.ContentType?.MediaType is "text/event-stream";
        var body = await original.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bounded = new StreamContent(new BoundedStream(body, maxBytes, isStream));
        foreach (var (name, values) in original.Headers)
            bounded.Headers.TryAddWithoutValidation(name, values);
        response.Content = bounded;
        return response;
    }
}
