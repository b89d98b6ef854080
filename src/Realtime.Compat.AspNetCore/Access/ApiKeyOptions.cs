using System.ComponentModel;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>An API key that clients may connect with, and how much one key may use. A plain string in the configuration is a key without limits.</summary>
[TypeConverter(typeof(ApiKeyOptionsConverter))]
public sealed class ApiKeyOptions
{
    /// <summary>Begins a key that is given by its SHA-256, in 64 hexadecimal digits: <c>sha256:9f86…</c>.</summary>
    public const string HashPrefix = "sha256:";

    /// <summary>Name of the key in the log and in limits; none for its place in the list.</summary>
    public string? Name { get; set; }

    /// <summary>The key as clients send it, or <c>sha256:</c> and its digest.</summary>
    public string Key { get; set; } = "";

    /// <summary>Sessions of this key at one time, at least 1, calls among them; none for no limit.</summary>
    public int? MaxSessions { get; set; }

    /// <summary>WebRTC calls of this key at one time, at least 1; none for no limit.</summary>
    public int? MaxCalls { get; set; }

    /// <summary>Minutes that this key's sessions may last together in one day (UTC), at least 1; none for no limit.</summary>
    public int? MaxMinutesPerDay { get; set; }
}
