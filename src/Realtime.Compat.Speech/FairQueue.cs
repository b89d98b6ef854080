namespace Realtime.Compat.Speech;

/// <summary>
/// A queue in which sessions take turns: however many jobs one of them has waiting, the next session's job comes after one of
/// them. Background jobs come when no other waits. Not safe for several threads.
/// </summary>
internal sealed class FairQueue<T>
{
    private readonly Turns _interactive = new();
    private readonly Turns _background = new();

    /// <summary>Jobs that wait.</summary>
    public int Count => _interactive.Count + _background.Count;

    /// <summary>Adds a job behind the others of its lane.</summary>
    public void Enqueue(WorkLane lane, T job) => (lane.IsBackground ? _background : _interactive).Add(lane.Session, job);

    /// <summary>Takes the next job.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryDequeue(out T job) => _interactive.TryTake(out job) || _background.TryTake(out job);

    private sealed class Turns
    {
        // Sessions in the order of their turns; each once, and only while it has jobs.
        private readonly Queue<string> _order = new();
        private readonly Dictionary<string, Queue<T>> _jobs = new(StringComparer.Ordinal);

        public int Count { get; private set; }

        public void Add(string session, T job)
        {
            if (!_jobs.TryGetValue(session, out var jobs))
            {
                _jobs[session] = jobs = new Queue<T>();
                _order.Enqueue(session);
            }

            jobs.Enqueue(job);
            Count++;
        }

        public bool TryTake(out T job)
        {
            if (!_order.TryDequeue(out var session))
            {
                job = default!;
                return false;
            }

            var jobs = _jobs[session];
            job = jobs.Dequeue();
            Count--;
            if (jobs.Count > 0) _order.Enqueue(session);
            else _jobs.Remove(session);
            return true;
        }
    }
}
