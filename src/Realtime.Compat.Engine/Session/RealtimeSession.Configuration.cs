using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    private RealtimeError? Update(SessionPatch patch)
    {
        var before = _configuration;
        if (_setup.Playback is not null)
            patch = patch with { InputFormat = default, OutputFormat = default };
        if (EffectiveSession.TryApply(before, patch, _hasSpoken, _active is not null, out var updated) is { } error)
            return error;
        if (_backends.Mcp is null && updated.Tools.Any(tool => tool is McpTool))
            return SessionErrors.NoMcp("session.tools");

        _configuration = updated;
        if (updated.InputFormat != before.InputFormat)
            ChangeInputFormat();
        else if (updated.TurnDetection != before.TurnDetection)
            StartHearing();
        if (updated.TurnDetection != before.TurnDetection && _active is null)
            StartIdling();
        Send(new SessionUpdated { Session = updated });
        ConnectServers();
        return null;
    }

    /// <summary>The session ends by wall time, at the moment <c>expires_at</c> promised.</summary>
    private ITimer StartLifetime()
    {
        var left = DateTimeOffset.FromUnixTimeSeconds(_configuration.ExpiresAt) - _clock.GetUtcNow();
        return _clock.CreateTimer(
            static session => ((RealtimeSession)session!)._inputs.Writer.TryWrite(new SessionInput.Expired()),
            this,
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        SendError(SessionErrors.Expired(_setup.MaxLength), null);
        StopResponses();
        _outbox.Close(SessionEnd.Expired);
    }
}
