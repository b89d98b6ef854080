using System.Buffers;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// Puts messages together from their pieces and delivers them: unordered ones when whole, ordered ones in the order of their stream
/// (RFC 9260, sections 6.5, 6.6 and 6.9). Each piece takes constant time, whatever order they come in.
/// </summary>
/// <param name="streams">Streams the peer may use.</param>
/// <param name="maxMessageBytes">Longest message taken.</param>
/// <param name="handler">Gets the messages.</param>
internal sealed class Reassembly(int streams, int maxMessageBytes, ISctpHandler handler)
{
    private const int Overhead = 64; // what a piece costs beside its bytes, so that a flood of tiny ones counts
    private const int MaxSpares = 256;

    private readonly InboundStream?[] _streams = new InboundStream?[streams];
    private readonly Dictionary<uint, FragmentRun> _runs = []; // by the first and by the last TSN of each that is not whole
    private readonly Stack<FragmentRun> _spareRuns = new();
    private readonly Stack<Fragment> _spareFragments = new();

    /// <summary>Bytes that wait here.</summary>
    public int BufferedBytes { get; private set; }

    /// <summary>Takes a piece that did not come before.</summary>
    /// <param name="chunk">On a stream below the number of streams.</param>
    /// <returns>Null, or what the peer did wrong in one sentence.</returns>
    public string? Add(DataChunk chunk)
    {
        var stream = _streams[chunk.StreamId] ??= new InboundStream();
        if (!chunk.IsUnordered && Serial.IsAfter(stream.NextSsn, chunk.Ssn)) return null; // of a message that was given up
        if (chunk.Payload.Length > maxMessageBytes) return TooLong();

        if (chunk.IsBeginning && chunk.IsEnd && (chunk.IsUnordered || chunk.Ssn == stream.NextSsn))
        {
            if (!chunk.IsUnordered) stream.NextSsn++;
            handler.Received(new SctpMessage(chunk.StreamId, chunk.Protocol, chunk.IsUnordered, chunk.Payload));
            DeliverEarly(stream);
            return null;
        }

        var run = NewRun(chunk);
        if (!run.HasBeginning && _runs.TryGetValue(run.FirstTsn - 1, out var before) && !before.HasEnd)
        {
            if (!before.Matches(run)) return Mixed();
            Forget(before);
            before.Append(run);
            Recycle(run);
            run = before;
        }

        if (!run.HasEnd && _runs.TryGetValue(run.LastTsn + 1, out var after) && !after.HasBeginning)
        {
            if (!run.Matches(after)) return Mixed();
            Forget(after);
            run.Append(after);
            Recycle(after);
        }

        if (run.Bytes > maxMessageBytes) return TooLong();
        if (run.IsWhole)
        {
            DeliverOrHold(stream, run);
        }
        else
        {
            _runs[run.FirstTsn] = run;
            _runs[run.LastTsn] = run;
        }

        return null;
    }

    /// <summary>Drops pieces that the peer gave up.</summary>
    /// <param name="tsn">The last TSN given up.</param>
    public void DropUpTo(uint tsn)
    {
        foreach (var (key, run) in _runs)
        {
            if (key != run.FirstTsn || Serial.IsAfter(run.FirstTsn, tsn)) continue;
            Forget(run); // removal of entries is allowed while they are enumerated
            Recycle(run);
        }
    }

    /// <summary>Goes on behind an ordered message that the peer gave up.</summary>
    public void SkipMessage(ushort streamId, ushort ssn)
    {
        if (streamId >= _streams.Length) return;
        var stream = _streams[streamId] ??= new InboundStream();
        if (Serial.IsAfter(stream.NextSsn, ssn)) return;

        while (stream.Early.Count > 0 && stream.NextSsn != (ushort)(ssn + 1))
        {
            if (stream.Early.Remove(stream.NextSsn, out var run)) Deliver(run);
            stream.NextSsn++;
        }

        stream.NextSsn = (ushort)(ssn + 1);
        DeliverEarly(stream);
    }

    /// <summary>Begins a stream anew (RFC 6525).</summary>
    public void Reset(ushort streamId)
    {
        if (streamId >= _streams.Length || _streams[streamId] is not { } stream) return;
        foreach (var run in stream.Early.Values) Recycle(run);
        stream.Early.Clear();
        _streams[streamId] = null;
    }

    /// <summary>Gives all buffers back.</summary>
    public void Clear()
    {
        foreach (var (key, run) in _runs)
        {
            if (key == run.FirstTsn) Recycle(run);
        }

        _runs.Clear();
        for (var i = 0; i < _streams.Length; i++) Reset((ushort)i);
    }

    private static string Mixed() => "Pieces of two messages are mixed.";

    private string TooLong() => $"A message is longer than {maxMessageBytes} bytes.";

    private void DeliverOrHold(InboundStream stream, FragmentRun run)
    {
        if (run.Unordered)
        {
            Deliver(run);
            return;
        }

        if (run.Ssn == stream.NextSsn)
        {
            stream.NextSsn++;
            Deliver(run);
            DeliverEarly(stream);
        }
        else if (!stream.Early.TryAdd(run.Ssn, run))
        {
            Recycle(run);
        }
    }

    private void DeliverEarly(InboundStream stream)
    {
        while (stream.Early.Count > 0 && stream.Early.Remove(stream.NextSsn, out var run))
        {
            stream.NextSsn++;
            Deliver(run);
        }
    }

    private void Deliver(FragmentRun run)
    {
        if (run.Head == run.Tail)
        {
            handler.Received(new SctpMessage(run.StreamId, run.Protocol, run.Unordered, run.Head!.Bytes));
        }
        else
        {
            var whole = ArrayPool<byte>.Shared.Rent(run.Bytes);
            var length = 0;
            for (var fragment = run.Head; fragment is not null; fragment = fragment.Next)
            {
                fragment.Bytes.CopyTo(whole.AsSpan(length));
                length += fragment.Bytes.Length;
            }

            handler.Received(new SctpMessage(run.StreamId, run.Protocol, run.Unordered, whole.AsSpan(0, length)));
            ArrayPool<byte>.Shared.Return(whole);
        }

        Recycle(run);
    }

    private FragmentRun NewRun(DataChunk chunk)
    {
        var fragment = _spareFragments.TryPop(out var spareFragment) ? spareFragment : new Fragment();
        fragment.Fill(chunk.Payload);
        BufferedBytes += chunk.Payload.Length + Overhead;

        var run = _spareRuns.TryPop(out var spareRun) ? spareRun : new FragmentRun();
        run.FirstTsn = run.LastTsn = chunk.Tsn;
        run.HasBeginning = chunk.IsBeginning;
        run.HasEnd = chunk.IsEnd;
        run.StreamId = chunk.StreamId;
        run.Ssn = chunk.Ssn;
        run.Protocol = chunk.Protocol;
        run.Unordered = chunk.IsUnordered;
        run.Bytes = chunk.Payload.Length;
        run.Head = run.Tail = fragment;
        return run;
    }

    private void Forget(FragmentRun run)
    {
        _runs.Remove(run.FirstTsn);
        _runs.Remove(run.LastTsn);
    }

    private void Recycle(FragmentRun run)
    {
        for (var fragment = run.Head; fragment is not null;)
        {
            var next = fragment.Next;
            BufferedBytes -= fragment.Bytes.Length + Overhead;
            fragment.Empty();
            if (_spareFragments.Count < MaxSpares) _spareFragments.Push(fragment);
            fragment = next;
        }

        (run.Head, run.Tail) = (null, null);
        if (_spareRuns.Count < MaxSpares) _spareRuns.Push(run);
    }
}
