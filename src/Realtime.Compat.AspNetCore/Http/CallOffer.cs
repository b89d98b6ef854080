using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Compat.AspNetCore.Calls;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>What a caller sends: the offer, and perhaps how the session starts.</summary>
/// <param name="Sdp">The SDP offer.</param>
/// <param name="Session">The session's configuration; null for none.</param>
internal sealed record CallOffer(string Sdp, JsonElement? Session)
{
    private const string SdpPart = "sdp";
    private const string SessionPart = "session";

    /// <summary>Longest SDP, in bytes; browsers' are under ten thousand.</summary>
    private const int MaxSdpBytes = 256 << 10;

    /// <summary>Reads raw <c>application/sdp</c>, or a form with the parts <c>sdp</c> and <c>session</c>, whether as fields or as files.</summary>
    /// <exception cref="RequestException">It is neither.</exception>
    public static async Task<CallOffer> ReadAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            if (request.ContentType?.StartsWith("application/sdp", StringComparison.OrdinalIgnoreCase) is not true)
                throw new RequestException(StatusCodes.Status415UnsupportedMediaType, CallErrors.WrongContentType());
            return new CallOffer(Encoding.UTF8.GetString(await RequestBody.ReadAsync(request, MaxSdpBytes).ConfigureAwait(false)), null).Checked();
        }

        var form = await ReadFormAsync(request).ConfigureAwait(false);
        var sdp = await PartAsync(form, SdpPart, request.HttpContext.RequestAborted).ConfigureAwait(false) ?? "";
        var session = await PartAsync(form, SessionPart, request.HttpContext.RequestAborted).ConfigureAwait(false);
        return new CallOffer(sdp, string.IsNullOrWhiteSpace(session) ? null : JsonBody.Parse(Encoding.UTF8.GetBytes(session))).Checked();
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request)
    {
        var limits = new FormOptions
        {
            ValueCountLimit = 16,
            ValueLengthLimit = JsonBody.MaxBytes,
            MultipartBodyLengthLimit = JsonBody.MaxBytes + MaxSdpBytes,
            MemoryBufferThreshold = JsonBody.MaxBytes + MaxSdpBytes,
        };
        try
        {
            return await new FormFeature(request, limits).ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, CallErrors.MissingOffer());
        }
    }

    /// <summary>A browser's form sends a text as a field and a blob as a file, Chromium with an empty file name.</summary>
    private static async Task<string?> PartAsync(IFormCollection form, string name, CancellationToken cancellationToken)
    {
        if (form.TryGetValue(name, out var field))
            return field.ToString();
        if (form.Files.GetFile(name) is not { } file)
            return null;
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private CallOffer Checked() =>
        string.IsNullOrWhiteSpace(Sdp) ? throw new RequestException(StatusCodes.Status400BadRequest, CallErrors.MissingOffer()) : this;
}
