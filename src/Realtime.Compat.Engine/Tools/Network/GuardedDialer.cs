using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.Engine.Tools.Network;

/// <summary>
/// Connects to public addresses only. The check is on the very address that is connected to, for each connection, so that a name that resolves to
/// something else the second time (DNS rebinding) gains nothing.
/// </summary>
internal static class GuardedDialer
{
    /// <summary>Makes a handler that connects like this, and follows nothing and nobody else: no proxy, no cookies, no redirects.</summary>
    /// <param name="allowPrivate">Whether any address will do.</param>
    public static SocketsHttpHandler MakeHandler(bool allowPrivate) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = async (context, cancellationToken) =>
            await DialAsync(context.DnsEndPoint, allowPrivate, cancellationToken).ConfigureAwait(false),
    };

    private static async Task<Stream> DialAsync(DnsEndPoint target, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        var allowed = allowPrivate ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0)
            throw new PrivateAddressException(target.Host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
