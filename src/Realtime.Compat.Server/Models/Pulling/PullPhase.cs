namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>What is done with a file.</summary>
internal enum PullPhase
{
    /// <summary>It is on its way.</summary>
    Downloading,

    /// <summary>Its digest is computed.</summary>
    Checking,

    /// <summary>It is unpacked.</summary>
    Unpacking,
}
