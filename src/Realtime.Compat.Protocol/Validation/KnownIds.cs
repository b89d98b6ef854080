using System.Diagnostics.CodeAnalysis;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>What is known of the ids seen last. The oldest are forgotten, so that a log without end needs no memory without end.</summary>
/// <typeparam name="T">What is known of one.</typeparam>
/// <param name="capacity">Ids that are remembered, at least 1.</param>
internal sealed class KnownIds<T>(int capacity)
{
    private readonly Dictionary<string, T> _known = [];
    private readonly Queue<string> _order = new();

    /// <summary>Whether any id was forgotten: from then on an unknown id may just be an old one.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>What is known of an id.</summary>
    public bool TryGet(string id, [MaybeNullWhen(false)] out T known) => _known.TryGetValue(id, out known);

    /// <summary>Remembers an id.</summary>
    /// <returns>False when it is known already; nothing changes then.</returns>
    public bool TryAdd(string id, T known)
    {
        if (!_known.TryAdd(id, known))
            return false;
        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _known.Remove(_order.Dequeue());
            HasForgotten = true;
        }

        return true;
    }
}
