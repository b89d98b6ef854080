using System.Text.Json.Serialization;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Playground;

/// <summary>The page to talk to: `/` for a browser, its files under `/playground`, and what it must know of the server.</summary>
internal static partial class PlaygroundPage
{
    /// <summary>Nothing from elsewhere, nothing inline; the microphone for this page alone.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Voices that OpenAI's clients know; any engine maps them to what it has.</summary>
    private static readonly string[] Voices = ["alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"];

    /// <summary>The name that OpenAI's clients connect with; the operator's own come after it.</summary>
    private static readonly string[] Models = ["gpt-realtime"];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "playground");

    /// <summary>Maps it.</summary>
    /// <param name="app">The server.</param>
    /// <param name="status">Answers who is no browser.</param>
    public static void MapPlayground(this WebApplication app, RequestDelegate status)
    {
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            RequestPath = "/playground",
            OnPrepareResponse = file => Protect(file.Context.Response),
        });
        app.MapMethods("/", ["GET", "HEAD"], context => AsksForAPage(context.Request) ? WriteAsync(context) : status(context));
        app.MapMethods("/status", ["GET", "HEAD"], status);
        app.MapGet("/playground/config.json", (
            IOptions<RealtimeOptions> options, IOptionsMonitor<ChatBackendOptions> chat, IOptionsMonitor<SpeechBackendOptions> speech, CallLine calls) => Results.Json(
            new Configuration(
                [.. Voices.Union(speech.Get(Part.TextToSpeech).Voices.Keys)],
                [.. Models.Union(chat.CurrentValue.Models.Keys)],
                [.. options.Value.Calls.IceServers],
                calls.Endpoint is not null,
                HttpsPortOf(app.Urls)),
            ConfigurationJson.Default.Configuration));
    }

    /// <summary>Where pages of other machines get a microphone; null where nothing listens for https.</summary>
    private static int? HttpsPortOf(IEnumerable<string> urls) =>
        urls.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))?.Port;

    private static bool AsksForAPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task WriteAsync(HttpContext context)
    {
        Protect(context.Response);
        context.Response.Headers.Vary = "Accept";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(Path.Combine(Folder, "index.html"), context.RequestAborted);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
    }

    /// <summary>What the page must know.</summary>
    internal sealed record Configuration(IReadOnlyList<string> Voices, IReadOnlyList<string> Models, IReadOnlyList<string> IceServers, bool Calls, int? HttpsPort);

    [JsonSerializable(typeof(Configuration))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    internal sealed partial class ConfigurationJson : JsonSerializerContext;
}
