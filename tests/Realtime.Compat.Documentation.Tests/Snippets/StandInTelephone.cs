using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Realtime.Compat.Audio;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>Twilio's end of a media stream, for one call: frames of 20 ms of µ-law at 8 kHz with their time in the call, both ways.</summary>
internal sealed class StandInTelephone : IAsyncDisposable
{
    private const string Stream = "MZ0123456789abcdef0123456789abcdef";
    private const int RateHz = 8000;
    private const int FrameMs = 20;
    private const int FrameBytes = RateHz / 1000 * FrameMs;
    private const byte SilentMuLaw = 0xFF;

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _heard = Channel.CreateUnbounded<JsonElement>();
    private Task _listening = Task.CompletedTask;
    private int _frames;

    /// <summary>Calls a bridge.</summary>
    public static async Task<StandInTelephone> CallAsync(Uri bridge)
    {
        var telephone = new StandInTelephone();
        await telephone._socket.ConnectAsync(bridge, CancellationToken.None);
        telephone._listening = telephone.ListenAsync();
        await telephone.SendAsync(new { @event = "connected", protocol = "Call", version = "1.0.0" });
        await telephone.SendAsync(new { @event = "start", sequenceNumber = "1", streamSid = Stream, start = new { streamSid = Stream, callSid = "CA0", tracks = (string[])["inbound"], mediaFormat = new { encoding = "audio/x-mulaw", sampleRate = RateHz, channels = 1 } } });
        return telephone;
    }

    /// <summary>Speech as a telephone line carries it.</summary>
    /// <param name="pcm">PCM16 of 24 kHz.</param>
    public static byte[] Line(byte[] pcm)
    {
        var samples = WavReader.ReadMono(Pcm.ToWav(pcm, RateHz)).Samples;
        var encoded = new byte[samples.Length];
        G711.EncodeMuLaw(samples.Span, encoded);
        return encoded;
    }

    /// <summary>Nobody speaks.</summary>
    public static byte[] Silence(int ms) => [.. Enumerable.Repeat(SilentMuLaw, RateHz / 1000 * ms)];

    /// <summary>Sends sound, frame by frame.</summary>
    /// <param name="encoded">µ-law.</param>
    /// <param name="inRealTime">Whether a frame is sent every 20 ms, as a line does, or all at once.</param>
    public async Task SpeakAsync(byte[] encoded, bool inRealTime)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(FrameMs));
        foreach (var frame in encoded.Chunk(FrameBytes))
        {
            await SendAsync(new { @event = "media", streamSid = Stream, media = new { track = "inbound", chunk = $"{_frames + 1}", timestamp = $"{_frames++ * FrameMs}", payload = Convert.ToBase64String(frame) } });
            if (inRealTime)
                await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>Listens until so much was heard.</summary>
    /// <returns>PCM16 of 24 kHz.</returns>
    public async Task<byte[]> HearAsync(int ms, TimeSpan patience)
    {
        var heard = new List<byte>();
        while (heard.Count < RateHz / 1000 * ms)
        {
            var frame = await NextAsync(patience);
            if (frame.GetProperty("event").GetString() == "media")
                heard.AddRange(frame.GetProperty("media").GetProperty("payload").GetBytesFromBase64());
        }

        var samples = new float[heard.Count];
        G711.DecodeMuLaw([.. heard], samples);
        return Pcm.FromSamples(samples, RateHz);
    }

    /// <summary>Waits until what is still to be played is thrown away.</summary>
    public async Task ClearedAsync(TimeSpan patience)
    {
        while ((await NextAsync(patience)).GetProperty("event").GetString() != "clear")
        {
        }
    }

    /// <summary>Hangs up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _listening;
        _socket.Dispose();
    }

    private async Task<JsonElement> NextAsync(TimeSpan patience)
    {
        var frame = await _heard.Reader.ReadAsync().AsTask().WaitAsync(patience);
        Assert.Equal(Stream, frame.GetProperty("streamSid").GetString());
        return frame;
    }

    private async Task SendAsync(object frame) => await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 20];
        var length = 0;
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            try
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close || !part.EndOfMessage)
                    continue;
                _heard.Writer.TryWrite(JsonElement.Parse(buffer.AsSpan(0, length)));
                length = 0;
            }
            catch (WebSocketException)
            {
                break;
            }
        }

        _heard.Writer.TryComplete();
    }
}
