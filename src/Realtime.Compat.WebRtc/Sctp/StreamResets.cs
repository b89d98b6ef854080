using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// Streams that begin anew (RFC 6525): which of this side's are to be reset, the one request that is under way, and the numbers of the peer's.
/// </summary>
internal sealed class StreamResets(uint localTsn, uint peerTsn)
{
    private const int RequestHeaderLength = 16;

    // As many as fit into one packet with its headers, far more than channels close at once.
    private const int MaxStreams = 256;

    private readonly SortedSet<ushort> _wanted = [];
    private ushort[] _requested = [];
    private uint _lastTsn;
    private uint _nextRequest = localTsn;
    private uint _nextOfPeer = peerTsn;
    private ReconfigurationResult _lastAnswer = ReconfigurationResult.NothingToDo;

    /// <summary>Whether a request waits for its answer.</summary>
    public bool IsUnderWay => _requested.Length > 0;

    /// <summary>Whether streams wait for a request.</summary>
    public bool HasWanted => _wanted.Count > 0;

    /// <summary>Length of the parameter that <see cref="WriteRequest"/> writes.</summary>
    public int RequestLength => RequestHeaderLength + 2 * _requested.Length;

    /// <summary>Whether nothing may be sent in a stream until its reset is over.</summary>
    public bool IsResetting(ushort streamId) => _wanted.Contains(streamId) || _requested.AsSpan().Contains(streamId);

    public void Want(ushort streamId) => _wanted.Add(streamId);

    /// <summary>Puts a request together from those wanted streams of which all is sent.</summary>
    /// <param name="queue">Knows what is not sent yet.</param>
    /// <returns>False when none is ready, or a request is under way.</returns>
    public bool TryBegin(SendQueue queue)
    {
        if (IsUnderWay || !HasWanted) return false;
        _requested = _wanted.Where(stream => !queue.HasUnsent(stream)).Take(MaxStreams).ToArray();
        _wanted.ExceptWith(_requested);
        _lastTsn = queue.NextTsn - 1;
        return IsUnderWay;
    }

    /// <summary>Writes the request that is under way, to be sent until it is answered.</summary>
    public void WriteRequest(Span<byte> parameter)
    {
        InitChunk.WriteHeader(parameter, ParameterType.OutgoingResetRequest, RequestLength - 4);
        BinaryPrimitives.WriteUInt32BigEndian(parameter[4..], _nextRequest);
        BinaryPrimitives.WriteUInt32BigEndian(parameter[8..], _nextOfPeer - 1);
        BinaryPrimitives.WriteUInt32BigEndian(parameter[12..], _lastTsn);
        for (var i = 0; i < _requested.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(parameter[(RequestHeaderLength + 2 * i)..], _requested[i]);
    }

    /// <summary>Takes the peer's answer.</summary>
    /// <returns>The streams that are reset now; empty when the answer is out of date or the peer is not ready yet.</returns>
    public ushort[] TakeAnswer(uint request, ReconfigurationResult result)
    {
        if (!IsUnderWay || request != _nextRequest) return [];
        _nextRequest++;
        // Not ready: the same once more under a new number, as browsers do it.
        if (result == ReconfigurationResult.InProgress) return [];
        var done = _requested;
        _requested = [];
        return done;
    }

    /// <summary>Judges a request of the peer's.</summary>
    /// <param name="request">Its number.</param>
    /// <param name="judge">Says what is done about it; asked only for a request that is new, or was not ready before.</param>
    public ReconfigurationResult Answer(uint request, Func<ReconfigurationResult> judge)
    {
        var again = request == _nextOfPeer - 1;
        if (again && _lastAnswer != ReconfigurationResult.InProgress) return _lastAnswer;
        if (!again && request != _nextOfPeer) return ReconfigurationResult.BadSequenceNumber;
        if (!again) _nextOfPeer++;
        return _lastAnswer = judge();
    }
}
