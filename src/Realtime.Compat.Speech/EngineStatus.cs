namespace Realtime.Compat.Speech;

/// <summary>Whether an engine can be used, and if not, what its operator should do.</summary>
/// <param name="IsReady">Library and data are there and were tried.</param>
/// <param name="Detail">One sentence when it is not ready, else null.</param>
internal sealed record EngineStatus(bool IsReady, string? Detail)
{
    /// <summary>Library and data are there.</summary>
    public static EngineStatus Ready { get; } = new(true, null);

    /// <summary>The engine cannot be used.</summary>
    /// <param name="detail">One sentence that names the cause and the fix.</param>
    public static EngineStatus Unavailable(string detail) => new(false, detail);
}
