using System.Security.Cryptography.X509Certificates;

namespace Realtime.Compat.Client;

/// <summary>How to connect.</summary>
public sealed record RealtimeConnectionOptions
{
    /// <summary>Key to show; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>An authority to trust beside the system's, such as the server's own; null for none.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Longest wait for the connection and for <c>session.created</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sees every event, in both directions.</summary>
    public Action<EventDirection, ReadOnlyMemory<byte>>? Observer { get; init; }
}
