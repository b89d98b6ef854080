using System.Globalization;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>A media section of SDP (RFC 8866 section 5.14).</summary>
internal sealed class SdpSection
{
    private SdpSection(string kind, int port, string protocol, string[] formats)
    {
        Kind = kind;
        Port = port;
        Protocol = protocol;
        Formats = formats;
    }

    /// <summary><c>audio</c>, <c>video</c>, <c>application</c>, …</summary>
    public string Kind { get; }

    /// <summary>0 for a section that is refused, or that shares the transport of another (<c>a=bundle-only</c>).</summary>
    public int Port { get; }

    /// <summary>Such as <c>UDP/TLS/RTP/SAVPF</c>.</summary>
    public string Protocol { get; }

    /// <summary>Payload types of audio; <c>webrtc-datachannel</c>.</summary>
    public IReadOnlyList<string> Formats { get; }

    /// <summary>Values of its <c>a=</c> lines.</summary>
    public List<string> Attributes { get; } = [];

    /// <summary>Its name in the bundle (RFC 5888); empty when it has none.</summary>
    public string Mid => FindAll(Attributes, "mid").FirstOrDefault() ?? "";

    /// <summary>Whether its sender wants it at all.</summary>
    public bool IsWanted => Port != 0 || Has("bundle-only");

    /// <summary>Reads the value of an <c>m=</c> line.</summary>
    /// <returns>Null when it is malformed.</returns>
    public static SdpSection? Parse(string value)
    {
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4 || !fields.All(field => field.All(char.IsAscii))) return null;
        var port = fields[1].Split('/')[0];
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue
            ? new SdpSection(fields[0], number, fields[2], fields[3..])
            : null;
    }

    /// <summary>Whether there is an attribute without a value.</summary>
    public bool Has(string flag) => Attributes.Contains(flag);

    /// <summary>The values of all attributes of a name.</summary>
    public IEnumerable<string> FindAll(string name) => FindAll(Attributes, name);

    /// <summary>The values of all attributes of a name.</summary>
    public static IEnumerable<string> FindAll(IEnumerable<string> attributes, string name) =>
        attributes.Where(line => line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => line[(name.Length + 1)..].Trim());
}
