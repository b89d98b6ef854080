using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Realtime.Compat.Audio;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Engine.Bench;

/// <summary>The same way, from a message to the probability of each frame, over the libraries that one would take: System.Text.Json, a resampler, ONNX Runtime. Allocates nothing either.</summary>
/// <param name="resample">Takes samples at 24 kHz and gives them at 16 kHz.</param>
/// <param name="model">The network in ONNX Runtime.</param>
internal sealed class ReferenceFrontEnd(ReferenceFrontEnd.Resample resample, OnnxRuntimeVad model)
{
    private readonly byte[] _bytes = new byte[8 * 1024];
    private readonly float[] _decoded = new float[4 * 1024];
    private readonly float[] _pending = new float[8 * 1024];
    private int _length;

    public delegate int Resample(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Probability of the last frame.</summary>
    public float Probability { get; private set; }

    public void Take(byte[] message)
    {
        var reader = new Utf8JsonReader(message);
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName || !reader.ValueTextEquals("audio"u8))
                continue;
            reader.Read();
            Base64.DecodeFromUtf8(reader.ValueSpan, _bytes, out _, out var written);
            Hear(MemoryMarshal.Cast<byte, short>(_bytes.AsSpan(0, written)));
        }
    }

    private void Hear(ReadOnlySpan<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
            _decoded[i] = samples[i] / 32768f;
        _length += resample(_decoded.AsSpan(0, samples.Length), _pending.AsSpan(_length));
        for (; _length >= model.FrameLength; _length -= model.FrameLength)
        {
            Probability = model.Process(_pending.AsSpan(0, model.FrameLength));
            _pending.AsSpan(model.FrameLength, _length - model.FrameLength).CopyTo(_pending);
        }
    }
}
