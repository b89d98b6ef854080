namespace Realtime.Compat.AspNetCore.Access;

/// <summary>What a presented client secret is worth.</summary>
internal enum SecretState
{
    /// <summary>It opens a session.</summary>
    Valid,

    /// <summary>It was not made here, or was changed.</summary>
    Forged,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It opened its one session already.</summary>
    Spent,
}
