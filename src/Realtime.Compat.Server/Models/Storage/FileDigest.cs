using System.Security.Cryptography;
using System.Text;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>Digests of files.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the bytes read so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<string> Sha256Async(string path, Action<long> progress, CancellationToken cancellationToken) =>
        OfAsync(path, HashAlgorithmName.SHA256, prefix: [], progress, cancellationToken);

    /// <summary>The id git gives a file's content: SHA-1 over <c>blob LENGTH\0</c> and the bytes (git's own documentation, "Git Internals - Git Objects").</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<string> GitBlobAsync(string path, CancellationToken cancellationToken) =>
        OfAsync(path, HashAlgorithmName.SHA1, Encoding.ASCII.GetBytes($"blob {new FileInfo(path).Length}\0"), progress: static _ => { }, cancellationToken);

    private static async Task<string> OfAsync(string path, HashAlgorithmName algorithm, byte[] prefix, Action<long> progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(prefix);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        long done = 0;
        while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            progress(done += read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
