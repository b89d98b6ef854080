using System.Net.Http.Headers;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>What a server says of a file before it sends it.</summary>
/// <param name="Hex">Digest, in lower-case hexadecimal.</param>
/// <param name="IsGitBlob">It is git's id of the content (SHA-1) instead of its SHA-256.</param>
internal sealed record StatedDigest(string Hex, bool IsGitBlob)
{
    private const int Sha256Digits = 64;
    private const int Sha1Digits = 40;

    /// <summary>
    /// Reads Hugging Face's headers: <c>X-Linked-ETag</c> is the SHA-256 of a large file, and stands on the redirect, not on the answer it leads
    /// to; of a small file <c>ETag</c> is git's id, marked by <c>X-Repo-Commit</c>.
    /// </summary>
    /// <returns>Null where nothing is stated.</returns>
    public static StatedDigest? Read(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("X-Linked-ETag", out var linked) && Unquoted(linked.First()) is { Length: Sha256Digits } sha256)
            return new StatedDigest(sha256, IsGitBlob: false);
        return headers.Contains("X-Repo-Commit") && headers.ETag is { } tag && Unquoted(tag.Tag) is { Length: Sha1Digits } blob ? new StatedDigest(blob, IsGitBlob: true) : null;
    }

    private static string? Unquoted(string text) => text.Trim('"') is var hex && hex.All(char.IsAsciiHexDigit) ? hex.ToLowerInvariant() : null;
}
