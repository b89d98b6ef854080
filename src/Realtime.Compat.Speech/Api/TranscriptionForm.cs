using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Realtime.Compat.Speech.Api;

/// <summary>The fields of a transcription request.</summary>
/// <remarks>
/// Read part by part rather than as a form collection, which would write larger recordings to disk. Lenient as clients need it:
/// names in the content disposition may stand without quotes and a part may lack a content type (OpenAI's .NET SDK does both).
/// </remarks>
internal sealed class TranscriptionForm
{
    private const int MaxParts = 64;
    private const int MaxTextBytes = 64 << 10;

    private readonly Dictionary<string, List<string>> _fields = new(StringComparer.Ordinal);

    /// <summary>The recording; null when the request has none.</summary>
    public byte[]? File { get; private set; }

    /// <summary>The name the client gave the recording.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>The recording's content type, if the client gave one.</summary>
    public string? FileType { get; private set; }

    /// <summary>Reads a request's body.</summary>
    /// <param name="request">A <c>multipart/form-data</c> request.</param>
    /// <param name="maxAudioBytes">Most bytes of the recording.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ApiException">400: not such a form, or damaged; 413: too large.</exception>
    public static async Task<TranscriptionForm> ReadAsync(HttpRequest request, int maxAudioBytes, CancellationToken cancellationToken)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary)) throw ApiException.Invalid("The request must be multipart/form-data with a boundary.");

        var form = new TranscriptionForm();
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts == MaxParts) throw ApiException.Invalid($"The form has more than {MaxParts} parts.");
                await form.AddAsync(section, maxAudioBytes, cancellationToken);
            }
        }
        catch (BadHttpRequestException)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw ApiException.Invalid($"The multipart form is damaged: {exception.Message}");
        }

        return form;
    }

    /// <summary>The first value of a field, trimmed; null when it is absent or empty.</summary>
    public string? Value(string name) =>
        _fields.TryGetValue(name, out var values) && values[0].Trim() is { Length: > 0 } value ? value : null;

    /// <summary>All values of a field that may come several times, with or without <c>[]</c> after its name.</summary>
    public IEnumerable<string> Values(string name) =>
        [.. _fields.GetValueOrDefault(name) ?? [], .. _fields.GetValueOrDefault(name + "[]") ?? []];

    private async Task AddAsync(MultipartSection section, int maxAudioBytes, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return;

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
        if (name == "file")
        {
            File = await UploadedAudio.ReadAsync(section.Body, maxAudioBytes, "file", cancellationToken);
            FileName = (HeaderUtilities.RemoveQuotes(disposition.FileNameStar).Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value) ?? "";
            FileType = section.ContentType;
        }
        else if (!string.IsNullOrEmpty(name))
        {
            var text = Encoding.UTF8.GetString(await UploadedAudio.ReadAsync(section.Body, MaxTextBytes, name, cancellationToken));
            if (!_fields.TryGetValue(name, out var values)) _fields[name] = values = [];
            values.Add(text);
        }
    }
}
