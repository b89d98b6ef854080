using Microsoft.AspNetCore.Http;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>Whether a client wants to know how long each stage of its turns took: then it finds them in the metadata of <c>response.done</c>.</summary>
internal static class TimingsWish
{
    private const string Header = "X-Realtime-Timings";

    /// <summary>The same for pages, which cannot set headers of a WebSocket.</summary>
    private const string Parameter = "timings";

    /// <summary>Reads the wish of a request that opens a session or a call: 1, or nothing.</summary>
    public static bool Of(HttpRequest request) => request.Headers[Header] == "1" || request.Query[Parameter] == "1";
}
