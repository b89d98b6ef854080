using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

/// <summary>How a session starts.</summary>
public sealed record SessionSetup
{
    /// <summary>Configuration in effect from <c>session.created</c> on.</summary>
    public required SessionConfiguration Configuration { get; init; }

    /// <summary>Longest session, as the message at its end names it. <see cref="SessionConfiguration.ExpiresAt"/> must agree.</summary>
    public TimeSpan MaxLength { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Most audio that may wait in the input buffer without being committed. Default 15 minutes, 43 MB of PCM16.</summary>
    public TimeSpan MaxBufferedAudio { get; init; } = TimeSpan.FromMinutes(15);
}
