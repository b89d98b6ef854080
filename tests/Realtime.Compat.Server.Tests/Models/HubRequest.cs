namespace Realtime.Compat.Server.Tests.Models;

/// <summary>What a client asked a hub for.</summary>
internal sealed record HubRequest(string Path, string? Range, string? IfRange);
