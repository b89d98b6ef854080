namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>What a hub answered.</summary>
/// <param name="Response">The answer's head; its body is still to be read.</param>
/// <param name="Digest">What was stated of the file on the way.</param>
internal sealed record HubAnswer(HttpResponseMessage Response, StatedDigest? Digest) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Response.Dispose();
}
