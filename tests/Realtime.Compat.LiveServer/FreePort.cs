using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.LiveServer;

/// <summary>Finds a TCP port on loopback that nobody uses.</summary>
public static class FreePort
{
    /// <summary>One that was free a moment ago.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
