using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Realtime.Compat.Server.Status;

/// <summary>`GET /`: tells somebody who opens the address in a browser that the server runs and how it is.</summary>
internal static class HomePage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}" +
        "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;border-bottom:1px solid #8886}" +
        "pre{overflow:auto;padding:1rem;border:1px solid #8886;border-radius:.4rem}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Answers with the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="report">What the page tells.</param>
    public static Task WriteAsync(HttpContext context, ServerReport report)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Render(report), context.RequestAborted);
    }

    /// <summary>The page's HTML.</summary>
    public static string Render(ServerReport report)
    {
        var rows = string.Concat(report.Parts.Select(part =>
            $"<tr><td>{Safe(part.Title)}<td>{Safe(part.Status.ServedBy)}<td>{Safe(part.Status.Location)}<td>{Safe(part.Status.Summary)}\n"));
        var addresses = string.Concat(report.Addresses.Select(a => $"<li><code>{Safe(a.GetLeftPart(UriPartial.Authority))}/v1/realtime</code>\n"));
        var trust = report.Certificate is { } certificate ? $"<p>Trust the certificate first: <code>NODE_EXTRA_CA_CERTS={Safe(certificate.AuthorityPath)}</code>\n" : "";
        return $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Realtime.Compat</title><style>{Style}</style>
            <h1>Realtime.Compat is running</h1>
            <p>Point any client of OpenAI's Realtime API at this server. <a href="/health">/health</a> and <a href="/v1/models">/v1/models</a> say the same as JSON.
            <table><tr><th>Part<th>Served by<th>From<th>State
            {rows}</table>
            <h2>Addresses</h2><ul>
            {addresses}</ul>
            <p>{Safe(report.Calls)}
            <h2>Connect</h2>
            {trust}<pre>{Safe(string.Join('\n', report.Snippet))}</pre>
            </html>
            """;
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
