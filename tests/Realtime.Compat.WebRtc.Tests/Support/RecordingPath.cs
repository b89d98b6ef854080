using Realtime.Compat.WebRtc.Network;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>A path that leads nowhere and counts.</summary>
internal sealed class RecordingPath : INetworkPath
{
    public int Datagrams { get; private set; }

    public bool IsForgotten { get; private set; }

    public void Send(ReadOnlySpan<byte> datagram) => Datagrams++;

    public void Forget() => IsForgotten = true;
}
