using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Embedded;

/// <summary>Speech to text that writes down how long somebody spoke. Audio comes as a WAV file: 16-bit mono, its rate in the header.</summary>
internal sealed class StopwatchEars : ISpeechToTextClient
{
    private const int HeaderBytes = 44;
    private const int ByteRateOffset = 28;

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var wav = new MemoryStream();
        await audioSpeechStream.CopyToAsync(wav, cancellationToken);
        var seconds = (wav.Length - HeaderBytes) / (double)BitConverter.ToInt32(wav.GetBuffer(), ByteRateOffset);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} seconds of speech");
        yield return new SpeechToTextResponseUpdate(text) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
    }

    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingTextAsync(audioSpeechStream, options, cancellationToken).ToSpeechToTextResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
