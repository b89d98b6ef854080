using System.Buffers;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A piece of a message on its way out, from being queued to being acknowledged. Kept for re-use.</summary>
internal sealed class OutboundChunk
{
    private byte[] _bytes = [];

    public uint Tsn { get; set; }

    /// <summary>Tells the pieces of one message from those of others.</summary>
    public long MessageId { get; set; }

    public ushort StreamId { get; set; }

    public ushort Ssn { get; set; }

    public uint Protocol { get; set; }

    public byte Flags { get; set; }

    public int Length { get; private set; }

    public int? MaxRetransmits { get; set; }

    /// <summary>When the message is given up, on the association's clock.</summary>
    public TimeSpan? Expiry { get; set; }

    public TimeSpan SentAt { get; set; }

    public int Transmissions { get; set; }

    /// <summary>Acknowledgements of later pieces that leave this one out.</summary>
    public int MissReports { get; set; }

    public bool Acked { get; set; }

    /// <summary>Held for lost: to be sent again.</summary>
    public bool Lost { get; set; }

    public bool FastRetransmitted { get; set; }

    public bool Abandoned { get; set; }

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, Length);

    public bool InFlight => !Acked && !Lost && !Abandoned;

    public bool IsUnordered => (Flags & DataChunk.UnorderedFlag) != 0;

    public void Fill(ReadOnlySpan<byte> payload)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(payload.Length);
        Length = payload.Length;
        payload.CopyTo(_bytes);
        (Transmissions, MissReports) = (0, 0);
        Acked = Lost = FastRetransmitted = Abandoned = false;
    }

    public void Empty()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }
}
