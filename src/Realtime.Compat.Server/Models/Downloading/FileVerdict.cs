using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>Judges a file that has come to its end.</summary>
internal static class FileVerdict
{
    /// <summary>Gives the file its name if it is right, and throws it away if not.</summary>
    /// <param name="order">What is right.</param>
    /// <param name="partial">The file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="mayBeMixed">Whether it may have been put together of parts of two versions: then one more attempt may help.</param>
    /// <param name="line">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DownloadException">It is not right, or nobody knows what is.</exception>
    public static async Task<DownloadedFile> AcceptAsync(
        DownloadOrder order, PartialFile partial, string path, Uri source, bool mayBeMixed, IPullLine line, CancellationToken cancellationToken)
    {
        var size = partial.Length;
        var stated = order.Accept.Count == 0 ? partial.From?.Digest : null;
        if (order.Accept.Count == 0 && stated is null)
        {
            partial.Delete();
            throw new DownloadException($"{source.Host} states no digest of {source.Segments[^1]}, and the catalogue knows none, so that it cannot be checked");
        }

        var sha256 = await FileDigest.Sha256Async(partial.Path, read => line.At(PullPhase.Checking, read, size), cancellationToken);
        var isRight = stated is null ? order.Accept.Any(file => file.Sha256 == sha256)
            : stated.Hex == (stated.IsGitBlob ? await FileDigest.GitBlobAsync(partial.Path, cancellationToken) : sha256);
        if (!isRight)
        {
            partial.Delete();
            throw new DownloadException($"{source.Host} sent a {source.Segments[^1]} with other bytes than are right (its SHA-256 is {sha256})", isTransient: mayBeMixed, isOtherFile: true);
        }

        partial.Complete();
        return new DownloadedFile(path, sha256, size);
    }
}
