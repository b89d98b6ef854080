namespace Realtime.Compat.Speech;

/// <summary>
/// Bounds how many requests of one kind are in the house, running or waiting, and with them the memory their bodies take.
/// Who comes later is told to come back.
/// </summary>
internal sealed class RequestGate
{
    private readonly int _capacity;
    private int _admitted;

    /// <summary>An open gate.</summary>
    /// <param name="capacity">Requests inside at one time, at least 1.</param>
    public RequestGate(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Requests inside at this moment.</summary>
    public int Admitted => Volatile.Read(ref _admitted);

    /// <summary>Lets one request in.</summary>
    /// <returns>To be disposed when the request is answered.</returns>
    /// <exception cref="Api.ApiException">429: full.</exception>
    public Pass Enter()
    {
        if (Interlocked.Increment(ref _admitted) <= _capacity) return new Pass(this);

        Interlocked.Decrement(ref _admitted);
        throw Api.ApiException.Busy(_capacity);
    }

    /// <summary>One request's place; disposing it twice frees it once.</summary>
    internal sealed class Pass(RequestGate gate) : IDisposable
    {
        private int _left;

        /// <summary>Frees the place.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) Interlocked.Decrement(ref gate._admitted);
        }
    }
}
