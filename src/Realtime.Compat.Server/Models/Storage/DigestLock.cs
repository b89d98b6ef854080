using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>
/// `lock.json`: what files without a digest in the catalogue had when they were first downloaded. From then on nothing else is accepted at
/// their addresses.
/// </summary>
/// <param name="path">The file.</param>
internal sealed partial class DigestLock(string path)
{
    /// <summary>What an address had.</summary>
    /// <returns>Null for an address that was never downloaded.</returns>
    /// <exception cref="OperatorException">The file cannot be read: then nothing it knew may be forgotten.</exception>
    public AcceptedFile? Find(Uri url) => Read().GetValueOrDefault(url.AbsoluteUri);

    /// <summary>Notes what an address had.</summary>
    /// <exception cref="OperatorException">The file cannot be read or written.</exception>
    public void Add(Uri url, AcceptedFile file)
    {
        // Several models may be installed at one time, by several processes.
        using var turn = FileTurn.Take(path + ".turn");
        var known = Read();
        known[url.AbsoluteUri] = file;
        var sorted = new SortedDictionary<string, AcceptedFile>(known, StringComparer.Ordinal);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(sorted, DigestLockJson.Default.SortedDictionaryStringAcceptedFile));
    }

    private Dictionary<string, AcceptedFile> Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), DigestLockJson.Default.DictionaryStringAcceptedFile) ?? [] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OperatorException($"{path} cannot be read ({failure.Message.TrimEnd('.')}); put it right, or delete it to trust what servers state once more.", failure);
        }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
    [JsonSerializable(typeof(Dictionary<string, AcceptedFile>))]
    [JsonSerializable(typeof(SortedDictionary<string, AcceptedFile>))]
    private sealed partial class DigestLockJson : JsonSerializerContext;
}
