using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.Status;

/// <summary>How one part of the conversation is.</summary>
/// <param name="State">Whether it can be asked now.</param>
/// <param name="ServedBy">What does the work: an engine or a model.</param>
/// <param name="Location">Where that is: an address, a path, or `built in`.</param>
/// <param name="Detail">One clause: what is so, and what to do about it.</param>
internal sealed record PartStatus(BackendState State, string ServedBy, string Location, string Detail)
{
    /// <summary>What is said before anybody has looked.</summary>
    public static PartStatus Unknown { get; } = new(BackendState.Starting, "", "", "it is starting");

    /// <summary>The state as the table and the page show it: "ready", "down: …".</summary>
    public string Summary => State == BackendState.Ready
        ? Detail.Length == 0 ? "ready" : $"ready: {Detail}"
        : $"{(State == BackendState.Starting ? "starting" : "down")}: {Detail}";
}
