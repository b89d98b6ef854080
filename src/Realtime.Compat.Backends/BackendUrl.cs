namespace Realtime.Compat.Backends;

/// <summary>Addresses: from a setting to a path of the API, and to something that may be shown.</summary>
internal static class BackendUrl
{
    /// <summary>Whether a setting is an address an HTTP client can use.</summary>
    public static bool IsHttp(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    /// <summary>The root of an OpenAI-style API: `http://host` gains `/v1`; an address with a path (`…/api/v1`) is taken as it is.</summary>
    public static Uri OpenAIRoot(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        return new UriBuilder(url) { Path = path.Length == 0 ? "/v1" : path, Query = "", Fragment = "" }.Uri;
    }

    /// <summary>A path below a root: ("http://h:1/v1", "audio/speech").</summary>
    public static Uri Below(Uri root, string path) =>
        new UriBuilder(root) { Path = root.AbsolutePath.TrimEnd('/') + "/" + path, Query = "", Fragment = "" }.Uri;

    /// <summary>A path of the server itself, beside the API: ("http://h:1/v1", "health") is "http://h:1/health".</summary>
    public static Uri Beside(Uri root, string path) => new UriBuilder(root) { Path = "/" + path, Query = "", Fragment = "" }.Uri;

    /// <summary>An address without user, password and query.</summary>
    public static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}
