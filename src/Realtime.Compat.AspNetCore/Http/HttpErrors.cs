using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>Errors before the upgrade, in the shape of OpenAI's REST API.</summary>
internal static class HttpErrors
{
    /// <summary>Answers a request with <c>{"error":{"message","type","param","code"}}</c>.</summary>
    /// <param name="response">The response, not started.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="error">What went wrong.</param>
    public static async Task WriteAsync(HttpResponse response, int status, RealtimeError error)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
