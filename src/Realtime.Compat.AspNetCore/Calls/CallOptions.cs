namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>WebRTC calls: where they are taken and how many.</summary>
public sealed class CallOptions
{
    /// <summary>Whether calls are taken. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Local addresses for the calls' packets, such as <c>192.168.1.5</c> or <c>0.0.0.0</c>. Empty: this machine alone where the server itself
    /// listens on loopback alone, else every address.
    /// </summary>
    public IList<string> Listen { get; } = [];

    /// <summary>Addresses that callers reach this machine by, where these are others: the public one behind NAT, the host's in front of a container.</summary>
    public IList<string> Announce { get; } = [];

    /// <summary>UDP and TCP port of all calls; 0 for any free one. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>Port that callers reach, where NAT maps it to another; 0 for the same. Default 0.</summary>
    public int AnnouncePort { get; set; }

    /// <summary>Whether callers may connect by TCP where a network blocks UDP. Default true.</summary>
    public bool Tcp { get; set; } = true;

    /// <summary>Calls at one time, at least 1; further ones are answered HTTP 503. Default 200.</summary>
    public int MaxCalls { get; set; } = 200;

    /// <summary>Time from the answer within which a caller must be connected, 1 second to 2 minutes. Default 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time without a sign of life after which a caller is gone, 5 to 30 seconds (RFC 7675). Default 12 seconds.</summary>
    public TimeSpan ConsentTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>STUN and TURN servers that the server's own page hands to the browser, such as <c>stun:stun.example.org:3478</c>. Default none: the server needs none.</summary>
    public IList<string> IceServers { get; } = [];
}
