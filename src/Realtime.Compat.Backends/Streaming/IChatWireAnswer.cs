namespace Realtime.Compat.Backends.Streaming;

/// <summary>An answer that is arriving. Disposing it before its end closes the connection, which stops the server's work.</summary>
internal interface IChatWireAnswer : IAsyncDisposable
{
    /// <summary>The next piece; null at the end of the stream, whether or not there was a <see cref="ChatPiece.Finish"/>.</summary>
    ValueTask<ChatPiece?> NextAsync();
}
