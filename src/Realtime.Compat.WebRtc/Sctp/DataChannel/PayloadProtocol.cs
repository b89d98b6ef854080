namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Payload protocol identifiers of data channels (RFC 8831, section 8; RFC 8832, section 8.1).</summary>
internal enum PayloadProtocol : uint
{
    /// <summary>A message of the channels' own protocol, DCEP.</summary>
    Control = 50,

    /// <summary>UTF-8 text.</summary>
    String = 51,

    /// <summary>Bytes.</summary>
    Binary = 53,

    /// <summary>An empty text; one byte stands for it, since SCTP has no empty messages.</summary>
    StringEmpty = 56,

    /// <summary>No bytes; one byte stands for them.</summary>
    BinaryEmpty = 57,
}
