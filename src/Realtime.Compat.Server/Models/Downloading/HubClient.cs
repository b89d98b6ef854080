using System.Net;
using System.Net.Http.Headers;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>
/// Asks hubs for files. Redirects are followed here, because digests stand on the answers that redirect. The proxy is the one of the
/// environment (HTTPS_PROXY, NO_PROXY).
/// </summary>
/// <param name="handler">Sends; must not follow redirects, nor decompress.</param>
internal sealed class HubClient(HttpMessageHandler handler) : IDisposable
{
    private const int MaxRedirects = 8;
    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "User-Agent", "realtime-compat" } } };

    /// <summary>A client as the server uses it.</summary>
    public static HubClient Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    });

    /// <summary>Asks for a file from an offset on.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="range">Where to go on, and on which condition; null for all of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer's head, whatever it says, and the digest that was stated on the way.</returns>
    /// <exception cref="DownloadException">It leads to an address that is not encrypted, or in circles.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<HubAnswer> GetAsync(Uri url, (long From, RangeConditionHeaderValue? Condition)? range, CancellationToken cancellationToken)
    {
        StatedDigest? digest = null;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (range is var (from, condition))
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.IfRange = condition;
            }

            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            digest ??= StatedDigest.Read(response.Headers);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return new HubAnswer(response, digest);
            response.Dispose();
            var next = new Uri(url, location);
            if (!CatalogueRules.IsTrusted(next) || (next.Scheme != url.Scheme && url.Scheme == Uri.UriSchemeHttps))
                throw new DownloadException($"{url.Host} sends on to {next.GetLeftPart(UriPartial.Authority)}, which is not encrypted");
            url = next;
        }

        throw new DownloadException($"{url.Host} sends on and on, more than {MaxRedirects} times");
    }

    /// <summary>Whether a server answers at all, with anything.</summary>
    public async Task<bool> ReachesAsync(Uri server, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, server);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
