using System.Globalization;
using System.Net.Http.Headers;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Media types of raw 16-bit PCM: <c>audio/pcm</c> and <c>audio/L16</c>, with an optional <c>rate</c>.</summary>
internal static class PcmMediaType
{
    private const int DefaultRateHz = 24_000;

    /// <summary>Sample rate of a media type, in Hz; 24,000 when it names none.</summary>
    /// <param name="mediaType">Such as <c>audio/pcm;rate=24000</c>.</param>
    /// <exception cref="InvalidDataException">It is no raw PCM.</exception>
    public static int RateOf(string mediaType)
    {
        if (!MediaTypeHeaderValue.TryParse(mediaType, out var parsed)
            || !(string.Equals(parsed.MediaType, "audio/pcm", StringComparison.OrdinalIgnoreCase) || string.Equals(parsed.MediaType, "audio/l16", StringComparison.OrdinalIgnoreCase)))
            throw new InvalidDataException($"The speech engine answered {mediaType}; raw 16-bit PCM (audio/pcm) is needed.");

        var rate = parsed.Parameters.FirstOrDefault(p => string.Equals(p.Name, "rate", StringComparison.OrdinalIgnoreCase))?.Value;
        if (rate is null)
            return DefaultRateHz;
        return int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var hz) && hz is >= 4_000 and <= 192_000
            ? hz
            : throw new InvalidDataException($"The speech engine answered an impossible sample rate: {mediaType}.");
    }
}
