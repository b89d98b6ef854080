using System.Text.RegularExpressions;
using Realtime.Compat.Server.Models.Archives;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>What has to be so for an entry of the catalogue to be safe: a catalogue may be somebody else's.</summary>
internal static partial class CatalogueRules
{
    /// <summary>What is wrong with a model's entry, one clause a mistake.</summary>
    public static IEnumerable<string> MistakesOf(CatalogueModel model)
    {
        if (!IsId(model.Id))
            yield return $"\"{model.Id}\" cannot be an id";
        foreach (var download in model.Downloads)
        {
            if (!IsTrusted(download.Url))
                yield return $"{model.Id} is downloaded from {download.Url}, which is not https";
            if (download.FileName is "/" or "")
                yield return $"{model.Id} is downloaded from {download.Url}, which names no file";
            if (download.Archive is null ? download.Path is null : download.Path is not null || download.Root is null || download.Keep.Count == 0)
                yield return $"{model.Id} has a download that is neither a file with a path nor an archive with root and keep";
            foreach (var path in (IEnumerable<string?>)[download.Path, download.Root, .. download.Keep])
            {
                if (path is not null && !EntryPath.IsSafe(path.TrimEnd('/')))
                    yield return $"{model.Id} has the path \"{path}\", which leads out of its folder";
            }

            foreach (var accepted in download.Accept.Where(accepted => !Sha256().IsMatch(accepted.Sha256)))
                yield return $"{model.Id} has \"{accepted.Sha256}\" for a SHA-256";
        }

        foreach (var twice in model.Downloads.CountBy(download => download.FileName, StringComparer.OrdinalIgnoreCase).Where(name => name.Value > 1))
            yield return $"{model.Id} downloads {twice.Key} twice";
    }

    /// <summary>Whether a name can be a model's: a folder, never one that begins with a point.</summary>
    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>https, or this machine.</summary>
    public static bool IsTrusted(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
