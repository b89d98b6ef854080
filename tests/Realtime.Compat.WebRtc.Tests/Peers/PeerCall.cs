using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Peers;

/// <summary>The host's side of a call with a real peer: echoes, counts, plays a tone, measures the microphone.</summary>
internal sealed class PeerCall : IRtcCallHandler
{
    // Escapes would make a message of umlauts three times as long.
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonArray _numbers = [];
    private readonly List<short> _heard = [];
    private readonly TaskCompletionSource<RtcCloseReason> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IRtcCall? Call { get; set; }

    public Task<RtcCloseReason> Closing => _closed.Task;

    public void Opened() => Send(new JsonObject { ["type"] = "session.created" });

    public void AudioReceived(ReadOnlySpan<short> pcm) => _heard.AddRange(pcm);

    public void EventReceived(ReadOnlySpan<byte> utf8)
    {
        var received = JsonNode.Parse(utf8)!.AsObject();
        switch ((string?)received["type"])
        {
            case "echo":
                Send(new JsonObject { ["type"] = (string?)received["reply"], ["text"] = (string?)received["text"] });
                break;
            case "count":
                _numbers.Add((int)received["number"]!);
                break;
            case "counted":
                Send(new JsonObject { ["type"] = "counted", ["numbers"] = _numbers.DeepClone() });
                break;
            case "tone":
                Call!.Play(Tones.Sine(440, 24_000 * 10));
                Send(new JsonObject { ["type"] = "playing" });
                break;
            case "clear":
                Send(new JsonObject { ["type"] = "cleared", ["samples"] = Call!.ClearPlayback() });
                break;
            case "level":
                Send(new JsonObject { ["type"] = "level", ["samples"] = _heard.Count, ["loudest"] = _heard.Count == 0 ? 0 : _heard.Max(sample => Math.Abs((int)sample)) });
                break;
            default:
                break;
        }
    }

    public void PlaybackDrained()
    {
        // Nobody asks for it here.
    }

    public void Closed(RtcCloseReason reason) => _closed.TrySetResult(reason);

    private void Send(JsonObject message) => Call!.SendEvent(Encoding.UTF8.GetBytes(message.ToJsonString(AsItIs))).AsTask().GetAwaiter().GetResult();
}
