namespace Realtime.Compat.Server.Models.Storage;

/// <summary>Files that are never seen half-written.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces a file in one step.</summary>
    public static void Write(string path, byte[] content)
    {
        var draft = $"{path}.{Guid.NewGuid():n}";
        try
        {
            File.WriteAllBytes(draft, content);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
