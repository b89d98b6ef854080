using System.Net;

namespace Realtime.Compat.Engine.Tools.Network;

/// <summary>
/// Follows redirects that keep method and body (307, 308) within one origin, as web frameworks send them for a missing slash. Others are left to fail:
/// another host must not get the secrets meant for this one.
/// </summary>
internal sealed class SameOriginRedirects(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxRedirects = 3;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (redirects == MaxRedirects || TargetOf(request.RequestUri!, response) is not { } target)
                return response;
            response.Dispose();
            request.RequestUri = target;
        }
    }

    private static Uri? TargetOf(Uri asked, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
            return null;
        var target = new Uri(asked, location);
        return Uri.Compare(asked, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 ? target : null;
    }
}
