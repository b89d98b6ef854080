namespace Realtime.Compat.Backends.Streaming;

/// <summary>How one kind of chat server is spoken to.</summary>
internal interface IChatWire
{
    /// <summary>Who is at the other end.</summary>
    BackendPeer PeerFor(string model);

    /// <summary>Sends a request and waits until an answer begins.</summary>
    /// <exception cref="BackendException">No answer began.</exception>
    ValueTask<IChatWireAnswer> OpenAsync(ChatCallRequest request, BackendCall call);
}
