using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Brings one clause's synthesised PCM into a response's output format. PCM of the right rate passes through untouched.</summary>
internal sealed class SpeechEncoder(AudioFormat format)
{
    private Resampler? _resampler;
    private int _inputRateHz;
    private byte[] _carry = [];

    /// <summary>Encodes the next piece.</summary>
    /// <param name="pcm">16-bit little-endian mono; a sample may be split over two pieces.</param>
    /// <param name="rateHz">Its sample rate, the same for all pieces.</param>
    /// <returns>Whole samples of the output format; may be empty.</returns>
    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> pcm, int rateHz)
    {
        if (_carry.Length > 0)
        {
            pcm = (byte[])[.. _carry, .. pcm.Span];
            _carry = [];
        }

        if (pcm.Length % 2 != 0)
        {
            _carry = pcm[^1..].ToArray();
            pcm = pcm[..^1];
        }

        if (format is AudioFormat.Pcm16 && rateHz == format.SampleRateHz())
            return pcm;

        if (_resampler is null)
        {
            _inputRateHz = rateHz;
            _resampler = new Resampler(rateHz, format.SampleRateHz());
        }
        else if (_inputRateHz != rateHz)
        {
            throw new InvalidDataException("The speech engine changed its sample rate in the middle of a clause.");
        }

        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm.Span, samples);
        var resampled = new float[_resampler.MaxOutputLength(samples.Length)];
        return AudioFormatCodec.Encode(format, resampled.AsSpan(0, _resampler.Process(samples, resampled)));
    }

    /// <summary>The tail that the resampler still holds.</summary>
    public ReadOnlyMemory<byte> Flush()
    {
        if (_resampler is null)
            return default;
        var tail = new float[_resampler.MaxOutputLength(0)];
        return AudioFormatCodec.Encode(format, tail.AsSpan(0, _resampler.Flush(tail)));
    }
}
