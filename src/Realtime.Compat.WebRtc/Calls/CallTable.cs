using System.Collections.Concurrent;
using System.Net;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>The calls of an endpoint, found by the name that connectivity checks carry.</summary>
/// <param name="onFault">Hears of exceptions that nobody else would see; may be null.</param>
internal sealed class CallTable(Action<Exception>? onFault)
{
    private readonly ConcurrentDictionary<string, RtcCall> _calls = new(StringComparer.Ordinal);

    /// <summary>What happened so far.</summary>
    public RtcCounters Counters { get; } = new();

    /// <summary>All that exist.</summary>
    public ICollection<RtcCall> All => _calls.Values;

    /// <summary>How many exist.</summary>
    public int Count => _calls.Count;

    public void Add(RtcCall call) => _calls[call.Credentials.UserFragment] = call;

    public void Remove(RtcCall call) => _calls.TryRemove(new KeyValuePair<string, RtcCall>(call.Credentials.UserFragment, call));

    /// <summary>Judges a STUN datagram and writes the answer to it.</summary>
    /// <param name="datagram">As it came.</param>
    /// <param name="from">Where from.</param>
    /// <param name="response">At least <see cref="IceLiteAgent.LongestResponse"/> bytes.</param>
    /// <param name="length">Bytes of the answer.</param>
    /// <param name="check">What it was.</param>
    /// <returns>The call whose password it was made with; null when nothing is to be answered.</returns>
    public RtcCall? Answer(ReadOnlySpan<byte> datagram, IPEndPoint from, Span<byte> response, out int length, out IceCheck check)
    {
        (length, check) = (0, IceCheck.Foreign);
        if (StunMessage.TryRead(datagram, out var message) && IceLiteAgent.TryReadUserFragment(message, out var name) && _calls.TryGetValue(name, out var call))
        {
            check = IceLiteAgent.Answer(message, from, call.Credentials, response, out length);
            if (check != IceCheck.Foreign) return call;
        }
        Counters.CountForeignCheck();
        return null;
    }

    /// <summary>Passes on an exception that has no other way to be seen.</summary>
    public void Report(Exception exception)
    {
        try
        {
            onFault?.Invoke(exception);
        }
        catch
        {
            // A log that throws must not end the loop that reports to it.
        }
    }
}
