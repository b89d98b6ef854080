namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>Why a file could not be downloaded.</summary>
/// <param name="reason">A clause: <c>github.com answered 503</c>.</param>
/// <param name="isTransient">Whether trying again may help.</param>
/// <param name="retryAfter">When the server wants to be asked again.</param>
/// <param name="isUnreachable">Whether the server could not even be asked.</param>
/// <param name="isOtherFile">Whether the source has another file than is right, or none.</param>
/// <param name="inner">What was thrown underneath.</param>
internal sealed class DownloadException(string reason, bool isTransient = false, TimeSpan? retryAfter = null, bool isUnreachable = false, bool isOtherFile = false, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Whether trying again may help.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>Whether the server could not even be asked, and nothing of the file has come from it: another one may as well be asked.</summary>
    public bool IsUnreachable { get; } = isUnreachable;

    /// <summary>Whether the source has another file than is right, or none: its publisher has replaced or moved it, or a mirror is not one.</summary>
    public bool IsOtherFile { get; } = isOtherFile;

    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
