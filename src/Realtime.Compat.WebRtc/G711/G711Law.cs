namespace Realtime.Compat.WebRtc.G711;

/// <summary>Which of G.711's two scales.</summary>
public enum G711Law
{
    /// <summary>µ-law: North America, Japan; RTP's <c>PCMU</c>.</summary>
    Mu,

    /// <summary>A-law: everywhere else; RTP's <c>PCMA</c>.</summary>
    A,
}
