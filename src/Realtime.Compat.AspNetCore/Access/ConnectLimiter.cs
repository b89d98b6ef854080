using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Holds back an address that connects too often. This machine itself, and a proxy on it, is not held back.</summary>
internal sealed class ConnectLimiter : IDisposable
{
    /// <summary>Bytes of an IPv6 address that one customer is given (RFC 6177): a limit on single addresses would be none.</summary>
    private const int CustomerPrefixBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    public ConnectLimiter(IOptions<RealtimeOptions> options)
    {
        PerMinute = options.Value.MaxConnectsPerMinute;
        _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetSlidingWindowLimiter(Customer(address), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));
    }

    /// <summary>Connections and requests of one address in a minute.</summary>
    public int PerMinute { get; }

    /// <summary>Counts one in.</summary>
    /// <param name="address">Where it comes from; null for a transport without addresses.</param>
    /// <returns>False when there were too many.</returns>
    public bool TryEnter(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
            return true;
        using var lease = _limiter.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static IPAddress Customer(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(CustomerPrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
