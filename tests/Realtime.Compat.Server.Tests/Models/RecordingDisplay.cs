using System.Collections.Concurrent;
using Realtime.Compat.Server.Models.Pulling;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>Remembers what was shown.</summary>
internal sealed class RecordingDisplay : IPullDisplay, IPullLine
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<(PullPhase Phase, long Done, long? Total)> _shown = new();

    public IReadOnlyList<string> Said => [.. _said];

    public IReadOnlyList<(PullPhase Phase, long Done, long? Total)> Shown => [.. _shown];

    public bool IsDone { get; private set; }

    public void Say(string sentence) => _said.Enqueue(sentence);

    public IPullLine Begin(string title) => this;

    public void At(PullPhase phase, long done, long? total) => _shown.Enqueue((phase, done, total));

    public void Done() => IsDone = true;
}
