using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Compat.AspNetCore.Sessions;

namespace Realtime.Compat.AspNetCore.Health;

/// <summary>Writes a health report as JSON.</summary>
internal static class HealthResponse
{
    private static readonly string Version = VersionOf(typeof(HealthResponse).Assembly);

    /// <summary>Answers a request with a report.</summary>
    /// <param name="context">The request.</param>
    /// <param name="report">What the checks said.</param>
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        var sessions = context.RequestServices.GetRequiredService<ActiveSessions>();
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Name(report.Status));
        json.WriteNumber("active_sessions", sessions.Count);
        json.WriteString("version", Version);
        json.WriteNumber("uptime_seconds", (long)sessions.Uptime.TotalSeconds);
        json.WriteStartObject("parts");
        foreach (var (name, part) in report.Entries)
            WritePart(json, name, part);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WritePart(Utf8JsonWriter json, string name, HealthReportEntry part)
    {
        json.WriteStartObject(name);
        json.WriteString("status", Name(part.Status));
        json.WriteString("detail", part.Description);
        foreach (var (key, value) in part.Data.Where(datum => datum.Key is not ("status" or "detail")))
            WriteDatum(json, key, value);
        json.WriteEndObject();
    }

    private static void WriteDatum(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(key);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case int or long:
                json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            case TimeSpan time:
                json.WriteNumber(key, time.TotalSeconds);
                break;
            default:
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    /// <summary>The version without the commit that the compiler adds.</summary>
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
