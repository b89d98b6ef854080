namespace Realtime.Compat.WebRtc.Network;

/// <summary>A way to a caller: from one of this machine's sockets to an address that passed an authenticated check.</summary>
internal interface INetworkPath
{
    /// <summary>Sends a datagram; it may be lost. Never blocks for long and never throws.</summary>
    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>Nothing more comes or goes this way: the call is over.</summary>
    void Forget();
}
