using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <content>How streams are reset, by this side and by the peer (RFC 6525).</content>
public sealed partial class SctpAssociation
{
    private Deadline _reset;

    private void SendReset()
    {
        _resets.WriteRequest(_writer.Add(_peerTag, ChunkType.ReConfig, 0, _resets.RequestLength));
        _reset.Set(Now + _timeout.Current);
    }

    private void HandleReConfig(ReadOnlySpan<byte> body)
    {
        if (_state is not (SctpState.Established or SctpState.ShutdownPending)) return;
        for (var parameters = new TlvReader(body); _state != SctpState.Ended && parameters.Read();)
        {
            var value = parameters.Value;
            switch ((ParameterType)parameters.Type)
            {
                case ParameterType.OutgoingResetRequest when value.Length >= 12:
                    HandleResetRequest(value);
                    break;
                case ParameterType.IncomingResetRequest when value.Length >= 4:
                    HandleResetWish(value);
                    break;
                case ParameterType.ReconfigurationResponse when value.Length >= 8:
                    HandleResetAnswer(value);
                    break;
                case ParameterType.AssociationResetRequest or ParameterType.AddOutgoingStreamsRequest or ParameterType.AddIncomingStreamsRequest when value.Length >= 4:
                    var request = BinaryPrimitives.ReadUInt32BigEndian(value);
                    Answer(request, _resets.Answer(request, static () => ReconfigurationResult.Denied));
                    break;
            }
        }
    }

    /// <summary>The peer resets streams of its own.</summary>
    private void HandleResetRequest(ReadOnlySpan<byte> value)
    {
        var request = BinaryPrimitives.ReadUInt32BigEndian(value);
        var lastTsn = BinaryPrimitives.ReadUInt32BigEndian(value[8..]);
        var ready = !Serial.IsAfter(lastTsn, _received.Cumulative);
        var fresh = false;
        var result = _resets.Answer(request, () =>
        {
            fresh = true;
            return ready ? ReconfigurationResult.Performed : ReconfigurationResult.InProgress;
        });
        Answer(request, result);
        if (!fresh || !ready) return;

        var streams = ReadStreams(value[12..]);
        foreach (var stream in streams) _reassembly.Reset(stream);
        _handler.StreamsResetByPeer(streams);
    }

    /// <summary>The peer wants this side to reset streams.</summary>
    private void HandleResetWish(ReadOnlySpan<byte> value)
    {
        var request = BinaryPrimitives.ReadUInt32BigEndian(value);
        var fresh = false;
        var result = _resets.Answer(request, () =>
        {
            fresh = true;
            return ReconfigurationResult.Performed;
        });
        Answer(request, result);
        if (!fresh) return;
        foreach (var stream in ReadStreams(value[4..]))
        {
            if (stream < _outboundStreams && !_resets.IsResetting(stream)) _resets.Want(stream);
        }
    }

    private void HandleResetAnswer(ReadOnlySpan<byte> value)
    {
        var wasUnderWay = _resets.IsUnderWay;
        var streams = _resets.TakeAnswer(BinaryPrimitives.ReadUInt32BigEndian(value), (ReconfigurationResult)BinaryPrimitives.ReadUInt32BigEndian(value[4..]));
        if (streams.Length == 0) return;
        if (wasUnderWay) _reset.Clear();
        _failures = 0;
        foreach (var stream in streams) _queue.ResetStream(stream);
        _handler.StreamsReset(streams);
    }

    private void Answer(uint request, ReconfigurationResult result)
    {
        var body = _writer.Add(_peerTag, ChunkType.ReConfig, 0, 12);
        InitChunk.WriteHeader(body, ParameterType.ReconfigurationResponse, 8);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], request);
        BinaryPrimitives.WriteUInt32BigEndian(body[8..], (uint)result);
    }

    /// <summary>The streams of a request; none named means all.</summary>
    private ushort[] ReadStreams(ReadOnlySpan<byte> ids)
    {
        if (ids.Length < 2) return Enumerable.Range(0, _options.Streams).Select(stream => (ushort)stream).ToArray();
        var streams = new ushort[ids.Length / 2];
        for (var i = 0; i < streams.Length; i++) streams[i] = BinaryPrimitives.ReadUInt16BigEndian(ids[(2 * i)..]);
        return streams;
    }
}
