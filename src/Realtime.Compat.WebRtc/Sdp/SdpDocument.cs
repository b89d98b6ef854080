namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>A session description (RFC 8866), as far as WebRTC uses it: attributes of the session and its media sections.</summary>
internal sealed class SdpDocument
{
    /// <summary>Longest description, in characters; browsers send some 5,000.</summary>
    public const int LongestText = 100_000;

    private const int MostSections = 32;
    private const int LongestLine = 8_192;

    private SdpDocument(IReadOnlyList<string> attributes, IReadOnlyList<SdpSection> sections)
    {
        Attributes = attributes;
        Sections = sections;
    }

    /// <summary>Values of the session's <c>a=</c> lines.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>The <c>m=</c> sections, in order.</summary>
    public IReadOnlyList<SdpSection> Sections { get; }

    /// <summary>Reads a description. Lines end by CR LF or LF.</summary>
    /// <exception cref="RtcOfferException">It is none.</exception>
    public static SdpDocument Parse(string text)
    {
        if (text.Length > LongestText) throw Malformed($"it is longer than {LongestText} characters");
        var attributes = new List<string>();
        var sections = new List<SdpSection>();
        var first = true;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd(' ');
            if (line.IsEmpty) continue;
            if (line.Length < 2 || line[1] != '=' || line.Length > LongestLine || HasControls(line)) throw Malformed("a line is not of the form <letter>=<value>");
            if (first && line is not "v=0") throw Malformed("it does not begin with v=0");
            first = false;
            var value = line[2..].ToString();
            if (line[0] == 'm')
            {
                if (sections.Count == MostSections) throw Malformed($"it has more than {MostSections} media sections");
                sections.Add(SdpSection.Parse(value) ?? throw Malformed("an m= line lacks its port, protocol or formats"));
            }
            else if (line[0] == 'a')
            {
                (sections.Count > 0 ? sections[^1].Attributes : attributes).Add(value);
            }
        }
        if (first) throw Malformed("it is empty");
        return new SdpDocument(attributes, sections);
    }

    /// <summary>The value of an attribute of a section or, where that lacks it, of the session.</summary>
    /// <param name="section">Where to look first.</param>
    /// <param name="name">Without the colon.</param>
    /// <returns>Null when neither has it.</returns>
    public string? Find(SdpSection section, string name) =>
        SdpSection.FindAll(section.Attributes, name).FirstOrDefault() ?? SdpSection.FindAll(Attributes, name).FirstOrDefault();

    /// <summary>Makes the refusal of a description that is none.</summary>
    /// <param name="why">After "The SDP offer cannot be read: ".</param>
    public static RtcOfferException Malformed(string why) => new(RtcOfferError.Malformed, $"The SDP offer cannot be read: {why}.");

    private static bool HasControls(ReadOnlySpan<char> line)
    {
        foreach (var character in line)
        {
            if (char.IsControl(character) && character != '\t') return true;
        }
        return false;
    }
}
