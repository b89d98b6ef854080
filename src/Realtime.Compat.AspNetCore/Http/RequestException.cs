using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>A request that cannot be served, with what its client is told.</summary>
internal sealed class RequestException(int status, RealtimeError error) : Exception(error.Message)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>What the client is told.</summary>
    public RealtimeError Error => error;
}
