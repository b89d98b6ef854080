namespace Realtime.Compat.AspNetCore.Access;

/// <summary>How short-lived keys (<c>ek_…</c>) are made.</summary>
public sealed class ClientSecretOptions
{
    /// <summary>Fewest characters of a key of the operator's own.</summary>
    public const int MinKeyLength = 32;

    /// <summary>
    /// Key that secrets are sealed with, at least 32 characters, the same on every replica. None for ASP.NET Core's Data Protection, whose
    /// keys the app keeps where it is told to.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>Whether a secret opens one session only. Default false, as OpenAI's: it may open many until it expires. Counted by each replica for itself.</summary>
    public bool SingleUse { get; set; }
}
