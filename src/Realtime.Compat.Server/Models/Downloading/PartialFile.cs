using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>A file as far as it has come, and what is needed to go on: beside it lies a note of where from, and of which version.</summary>
/// <param name="path">The file that it will be.</param>
internal sealed partial class PartialFile(string path)
{
    private readonly string _note = path + ".part.json";

    /// <summary>Where the bytes go.</summary>
    public string Path { get; } = path + ".part";

    /// <summary>Bytes that are there.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>Where they came from; null where that is not known, and nothing can be resumed.</summary>
    public Origin? From
    {
        get
        {
            try
            {
                return File.Exists(_note) ? JsonSerializer.Deserialize(File.ReadAllBytes(_note), PartialFileJson.Default.Origin) : null;
            }
            catch (Exception failure) when (failure is IOException or JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Begins anew.</summary>
    public FileStream Create(Origin from)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.Delete(Path);
        File.WriteAllBytes(_note, JsonSerializer.SerializeToUtf8Bytes(from, PartialFileJson.Default.Origin));
        return Open(FileMode.Create);
    }

    /// <summary>Goes on at the end.</summary>
    public FileStream Append() => Open(FileMode.Append);

    /// <summary>Throws away what is there.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(_note);
    }

    /// <summary>Gives the file its name: it is whole and right.</summary>
    public void Complete()
    {
        File.Move(Path, path, overwrite: true);
        File.Delete(_note);
    }

    private FileStream Open(FileMode mode) => new(Path, mode, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>Where bytes came from.</summary>
    /// <param name="Url">The address that was asked.</param>
    /// <param name="ETag">A strong entity tag of what it sent; null where it has none.</param>
    /// <param name="LastModified">When that was changed; null where it does not say.</param>
    /// <param name="Digest">What the server stated of it.</param>
    internal sealed record Origin(Uri Url, string? ETag, DateTimeOffset? LastModified, StatedDigest? Digest);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Origin))]
    private sealed partial class PartialFileJson : JsonSerializerContext;
}
