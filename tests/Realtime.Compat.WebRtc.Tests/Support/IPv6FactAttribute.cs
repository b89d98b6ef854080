using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A test that needs IPv6 on loopback and OpenSSL 3; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IPv6FactAttribute : FactAttribute
{
    public IPv6FactAttribute() =>
        Skip = RtcCapabilities.Probe() is { CanTakeCalls: false } capabilities ? capabilities.Shortcomings[0]
            : HasIPv6() ? null
            : "this machine has no IPv6 loopback address";

    private static bool HasIPv6()
    {
        if (!Socket.OSSupportsIPv6) return false;
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
