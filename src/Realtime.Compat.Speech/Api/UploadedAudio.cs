using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Api;

/// <summary>Makes samples of an uploaded file.</summary>
internal static class UploadedAudio
{
    private const int RawRateHz = 24_000;
    private const int LowestRateHz = 4_000;
    private const int HighestRateHz = 192_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);

    /// <summary>Reads a body to its end.</summary>
    /// <param name="body">The body, or a part of it.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ApiException">413: it has more bytes.</exception>
    public static async Task<byte[]> ReadAsync(Stream body, int maxBytes, string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var block = new byte[64 << 10];
        for (int read; (read = await body.ReadAsync(block, cancellationToken)) > 0;)
        {
            if (content.Length + read > maxBytes) throw ApiException.TooLarge($"'{name}' has more than {maxBytes} bytes.", name);
            content.Write(block, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>Decodes WAV of any width and rate, or raw PCM16 (mono, little-endian, 24 kHz) when name or type say so.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="fileName">Ends in <c>.pcm</c> or <c>.raw</c> for raw samples.</param>
    /// <param name="contentType">Or this is <c>audio/pcm</c>.</param>
    /// <param name="longest">A longer recording is refused.</param>
    /// <exception cref="ApiException">400: another format, damaged, too short or too long.</exception>
    public static WavAudio Decode(byte[] file, string fileName, string? contentType, TimeSpan longest)
    {
        var audio = Read(file, fileName, contentType);
        if (audio.SampleRateHz is < LowestRateHz or > HighestRateHz)
            throw Invalid($"A rate of {audio.SampleRateHz} Hz is not supported; {LowestRateHz} to {HighestRateHz} Hz are.", "invalid_audio");
        if (audio.Duration < Shortest) throw Invalid("Audio file is too short. Minimum audio length is 0.1 seconds.", "audio_too_short");
        if (audio.Duration > longest) throw Invalid($"Audio file is too long. Maximum audio length is {longest.TotalSeconds:0} seconds.", "audio_too_long");
        return audio;
    }

    private static WavAudio Read(byte[] file, string fileName, string? contentType)
    {
        if (file.AsSpan().StartsWith("RIFF"u8) || file.AsSpan().StartsWith("RF64"u8))
        {
            try
            {
                return WavReader.ReadMono(file);
            }
            catch (InvalidDataException exception)
            {
                throw Invalid(exception.Message, "invalid_audio");
            }
        }

        if (!IsRaw(fileName, contentType))
            throw Invalid("Unsupported file format: send WAV, or PCM16 mono at 24 kHz in a file named *.pcm.", "unsupported_format");

        var samples = new float[file.Length / 2];
        Pcm16.ToFloat(file.AsSpan(0, samples.Length * 2), samples);
        return new WavAudio(samples, RawRateHz);
    }

    private static bool IsRaw(string fileName, string? contentType) =>
        fileName.EndsWith(".pcm", StringComparison.OrdinalIgnoreCase)
        || fileName.EndsWith(".raw", StringComparison.OrdinalIgnoreCase)
        || contentType?.StartsWith("audio/pcm", StringComparison.OrdinalIgnoreCase) == true;

    private static ApiException Invalid(string message, string code) => ApiException.Invalid(message, "file", code);
}
