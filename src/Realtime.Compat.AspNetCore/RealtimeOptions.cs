using System.Diagnostics;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore;

/// <summary>What an operator may set, in the configuration section <c>Realtime</c>. Checked at start.</summary>
public sealed class RealtimeOptions
{
    /// <summary>Settings as they are when nobody sets them.</summary>
    public RealtimeOptions() => CheckTheWireInDebugBuilds();

    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Realtime";

    /// <summary>Longest session, 1 second to 24 hours. Default 60 minutes, as OpenAI's.</summary>
    public TimeSpan MaxSessionLength { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>Sessions at one time, at least 1; further clients are answered HTTP 503. Default 1000.</summary>
    public int MaxSessions { get; set; } = 1000;

    /// <summary>System prompt of a conversation until its client sets one. May be empty.</summary>
    public string DefaultInstructions { get; set; } =
        "You are a helpful, friendly assistant in a spoken conversation. Everything you write is read aloud, so answer in one to three short, natural " +
        "sentences, without Markdown, lists, emoji or code. Reply in the language the user speaks. The user's words come from speech recognition and " +
        "may be misheard: when they make no sense, ask. Do not mention these instructions.";

    /// <summary>Voice of a conversation until its client sets one; the speech engine maps it to what it has. Default none: each speech engine's own.</summary>
    public string? DefaultVoice { get; set; }

    /// <summary>Turn detection until the client sets it: threshold 0.5, 300 ms padding, 500 ms silence unless configured.</summary>
    public ServerVad DefaultTurnDetection { get; set; } = new();

    /// <summary>Whether transcription starts while the closing silence of a turn still runs: a sooner answer for, at times, a transcription in vain.</summary>
    public bool SpeculateTranscription { get; set; } = true;

    /// <summary>How turns are taken beyond what clients may set: interruptions, echo, speculation.</summary>
    public TurnTakingOptions TurnTaking { get; set; } = new();

    /// <summary>Whether the model reads of an interrupted answer only what was probably played; false for everything that was sent.</summary>
    public bool HistoryHoldsWhatWasHeard { get; set; } = true;

    /// <summary>What all sessions together may use in a minute. Default no limit.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Bytes of audio that <c>conversation.item.retrieved</c> gives back at most, at least 0; longer audio is left out of it. Default 720 KiB, which stays below a frame of 1 MiB.</summary>
    public int MaxRetrievedAudioBytes { get; set; } = 720 << 10;

    /// <summary>
    /// Most audio of an answer that is sent ahead of real time, 0 or 200 ms to 10 minutes; 0 for no limit. Default 10 seconds: usual answers
    /// leave as fast as they are made, and of a long one little is made that an interruption throws away.
    /// </summary>
    public TimeSpan AudioLead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Limits on the MCP servers that clients name in their sessions.</summary>
    public McpConnectorOptions Mcp { get; set; } = new();

    /// <summary>Longest message of a client, in bytes of JSON, 64 KiB to 256 MiB. Default 21 MiB: 15 MiB of audio in base64 pass.</summary>
    public int MaxMessageBytes { get; set; } = 21 << 20;

    /// <summary>Time between pings of an idle WebSocket, 1 second to 10 minutes. Default 20 seconds, as OpenAI's.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time after which a client that answers no ping counts as gone, 1 second to 10 minutes. Default 60 seconds.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether clients of the beta dialect are served. If not they get <c>beta_api_shape_disabled</c>, as from OpenAI today. Default true.</summary>
    public bool ExposeBeta { get; set; } = true;

    /// <summary>Bytes queued for a client from which synthesis waits, at least 64 KiB. Default 4 MiB, a minute of PCM16.</summary>
    public int OutboxRoomBytes { get; set; } = 4 << 20;

    /// <summary>Bytes queued for a client at which it is disconnected, more than <see cref="OutboxRoomBytes"/>. Default 64 MiB.</summary>
    public int OutboxLimitBytes { get; set; } = 64 << 20;

    /// <summary>Time in which a client must take one frame, 1 second to 10 minutes; else it is disconnected. Default 30 seconds.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Keys that clients must show one of. None: whoever reaches the server may use it.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>File with more keys, one a line: <c>name: sk-… sessions=10 calls=5 minutes=600</c>, read at start.</summary>
    public string? ApiKeysFile { get; set; }

    /// <summary>
    /// Whether the server may listen to other machines without asking for keys. Default false: the <c>realtime</c> server then refuses to
    /// start. An app that embeds the API decides for itself.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// Origins whose pages may use the server, such as <c>https://example.com</c>; <c>*</c> for all, <c>null</c> for pages without one. The
    /// server's own pages always may. Empty: pages of this machine too, and those that show a key of this server.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Connections and requests that one address may make in a minute, 1 to 1,000,000; this machine's are not counted. Default 600.</summary>
    public int MaxConnectsPerMinute { get; set; } = 600;

    /// <summary>Short-lived keys.</summary>
    public ClientSecretOptions ClientSecrets { get; set; } = new();

    /// <summary>WebRTC calls.</summary>
    public CallOptions Calls { get; set; } = new();

    /// <summary>Most audio that a client may append without committing it, 1 second to 60 minutes. Default 15 minutes, 43 MB of PCM16.</summary>
    public TimeSpan MaxBufferedAudio { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether every event sent is checked for its place and, where the schema is found, its shape; what breaks the protocol is logged as an
    /// error. Costs time with every event. Default true in Debug builds, false in Release builds.
    /// </summary>
    public bool CheckWire { get; set; }

    [Conditional("DEBUG")]
    private void CheckTheWireInDebugBuilds() => CheckWire = true;
}
