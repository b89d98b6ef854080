using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>Reads the JSON object a request carries.</summary>
internal static class JsonBody
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads it; an empty body is an empty object.</summary>
    /// <exception cref="RequestException">It is none, or too long.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        var body = await RequestBody.ReadAsync(request, MaxBytes).ConfigureAwait(false);
        return Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
    }

    /// <summary>Parses an object.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Told below, without the parser's words.
        }

        throw new RequestException(StatusCodes.Status400BadRequest, new RealtimeError
        {
            Code = "invalid_json",
            Message = "We could not parse the JSON body of your request: a JSON object was expected.",
        });
    }
}
