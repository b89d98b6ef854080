using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Network;

/// <summary>The addresses that an endpoint listens on.</summary>
/// <remarks>
/// Each gets a socket of its own: one on a wildcard address answers from whichever address the routes suggest, and ICE drops an answer
/// that does not come from where it asked.
/// </remarks>
internal static class LocalAddresses
{
    /// <summary>Resolves the setting to real addresses.</summary>
    /// <param name="listen">Empty for all: IPv4 before IPv6, loopback last. What is named keeps its order.</param>
    public static IReadOnlyList<IPAddress> Resolve(IReadOnlyList<IPAddress> listen)
    {
        if (listen.Count > 0) return [.. listen.SelectMany(Expand).Distinct()];
        return [.. Expand(IPAddress.Any).Concat(Expand(IPAddress.IPv6Any)).OrderBy(IPAddress.IsLoopback)];
    }

    private static IEnumerable<IPAddress> Expand(IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) return [address];
        return OfThisMachine().Where(local => local.AddressFamily == address.AddressFamily);
    }

    private static IEnumerable<IPAddress> OfThisMachine() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            // A link-local address means nothing without its zone, which SDP cannot carry.
            .Where(address => address is { IsIPv6LinkLocal: false, IsIPv6Teredo: false } && IsUsable(address.AddressFamily))
            .OrderBy(IPAddress.IsLoopback);

    private static bool IsUsable(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? Socket.OSSupportsIPv4 : family == AddressFamily.InterNetworkV6 && Socket.OSSupportsIPv6;
}
