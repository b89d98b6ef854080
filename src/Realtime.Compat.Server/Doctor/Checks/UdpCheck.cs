using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether UDP gets through on this machine: WebRTC calls go over it.</summary>
/// <param name="address">This machine's own.</param>
internal sealed class UdpCheck(IPAddress address) : ICheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "UDP";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var receiver = new UdpClient(new IPEndPoint(address, 0));
            using var sender = new UdpClient(address.AddressFamily);
            await sender.SendAsync("ping"u8.ToArray(), (IPEndPoint)receiver.Client.LocalEndPoint!, cancellationToken);
            await receiver.ReceiveAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);
            return Finding.Fine("packets get through on this machine");
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            return Finding.Wrong($"packets do not get through even on this machine ({failure.Message.TrimEnd('.')})", "let the firewall pass UDP on the loopback interface: sudo iptables -I INPUT -i lo -j ACCEPT");
        }
    }
}
