namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>Where a file of the catalogue is asked for.</summary>
/// <param name="mirror">Address of a server with the same paths; null for none.</param>
/// <param name="huggingFace">In place of https://huggingface.co; null for itself.</param>
internal sealed class DownloadSources(Uri? mirror, Uri? huggingFace)
{
    /// <summary>The environment variable by which users of Hugging Face's own tools set a mirror of it.</summary>
    public const string HuggingFaceVariable = "HF_ENDPOINT";

    private const string HuggingFaceHost = "huggingface.co";

    /// <summary>The addresses of a file, in the order they are asked.</summary>
    /// <param name="url">As the catalogue has it.</param>
    /// <param name="hasDigest">Whether it is known what is right: only then may somebody else deliver it.</param>
    public IReadOnlyList<Uri> Of(Uri url, bool hasDigest)
    {
        if (!hasDigest)
            return [url];
        var others = new List<Uri>();
        if (mirror is not null)
            others.Add(At(mirror, url));
        if (huggingFace is not null && url.Host == HuggingFaceHost)
            others.Add(At(huggingFace, url));
        return [.. others.Append(url).Distinct()];
    }

    private static Uri At(Uri mirror, Uri url) => new UriBuilder(mirror) { Path = mirror.AbsolutePath.TrimEnd('/') + url.AbsolutePath, Query = url.Query, Fragment = "" }.Uri;
}
