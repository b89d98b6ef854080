using Microsoft.AspNetCore.Http;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>Reads a whole body within bounds.</summary>
internal static class RequestBody
{
    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Longest body.</param>
    /// <exception cref="RequestException">It is longer.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxBytes)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
            foreach (var segment in read.Buffer)
                body.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.Length > maxBytes)
                throw TooLarge(maxBytes);
            if (read.IsCompleted)
                return body.ToArray();
        }
    }

    /// <summary>The refusal of a body that is too long.</summary>
    public static RequestException TooLarge(int maxBytes) => new(StatusCodes.Status413PayloadTooLarge, new RealtimeError
    {
        Code = ErrorCodes.InvalidValue,
        Message = FormattableString.Invariant($"The body of the request is too large: at most {maxBytes} bytes are read."),
    });
}
