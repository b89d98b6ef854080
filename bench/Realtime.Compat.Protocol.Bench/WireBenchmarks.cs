using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Bench;

/// <summary>What it costs to read the event that comes most often, and to write the one that goes most often.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private readonly byte[] _append = Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(Noise(960))}}"}""");
    private readonly byte[] _update = Encoding.UTF8.GetBytes("""{"type":"session.update","session":{"type":"realtime","instructions":"Be brief.","audio":{"input":{"turn_detection":{"type":"server_vad"}}}}}""");
    private readonly ArrayBufferWriter<byte> _output = new(16 * 1024);

    private readonly ResponseOutputAudioDelta _delta = new()
    {
        ResponseId = Ids.Response(),
        ItemId = Ids.Item(),
        OutputIndex = 0,
        ContentIndex = 0,
        Delta = Noise(4800),
    };

    /// <summary>20 ms of PCM16 at 24 kHz.</summary>
    [Benchmark]
    public int ReadAppendOf20Ms()
    {
        var append = (InputAudioBufferAppend)Dialect.Ga.Read(_append).Event!;
        var length = append.Audio.Length;
        append.Dispose();
        return length;
    }

    [Benchmark]
    public bool ReadSessionUpdate() => Dialect.Ga.Read(_update).IsEvent;

    /// <summary>100 ms of PCM16 at 24 kHz.</summary>
    [Benchmark]
    public int WriteAudioDeltaOf100Ms()
    {
        _output.ResetWrittenCount();
        Dialect.Ga.Write(_delta, _output);
        return _output.WrittenCount;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
