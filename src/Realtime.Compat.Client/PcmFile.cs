using Realtime.Compat.Audio;

namespace Realtime.Compat.Client;

/// <summary>WAV files as the Realtime API's audio: 24 kHz mono PCM16.</summary>
public static class PcmFile
{
    /// <summary>The API's rate, in Hz.</summary>
    public const int SampleRateHz = 24_000;

    /// <summary>Reads a file of any usual rate and number of channels.</summary>
    /// <param name="path">The file.</param>
    /// <returns>24 kHz mono PCM16, little-endian.</returns>
    /// <exception cref="RealtimeClientException">It cannot be read, or is no WAV file.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var wav = WavReader.ReadMono(file);
            return ToPcm16(wav.SampleRateHz == SampleRateHz ? wav.Samples.Span : Resample(wav));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new RealtimeClientException($"{path} cannot be read as a WAV file: {failure.Message}", failure);
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced when it is there.</param>
    /// <param name="pcm16">24 kHz mono PCM16.</param>
    /// <exception cref="RealtimeClientException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pcm16)
    {
        try
        {
            var header = new byte[WavWriter.HeaderLength];
            WavWriter.WriteHeader(header, SampleRateHz, pcm16.Length / 2);
            using var file = File.Create(path);
            file.Write(header);
            file.Write(pcm16);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RealtimeClientException($"{path} cannot be written: {failure.Message}", failure);
        }
    }

    private static Span<float> Resample(WavAudio wav)
    {
        var resampler = new Resampler(wav.SampleRateHz, SampleRateHz);
        var output = new float[resampler.MaxOutputLength(wav.Samples.Length) + SampleRateHz];
        var length = resampler.Process(wav.Samples.Span, output);
        length += resampler.Flush(output.AsSpan(length));
        return output.AsSpan(0, length);
    }

    private static byte[] ToPcm16(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[samples.Length * 2];
        Pcm16.FromFloat(samples, bytes);
        return bytes;
    }
}
