namespace Realtime.Compat.Protocol.Validation;

/// <summary>The deltas of one text, remembered as length and hash: enough to tell whether the whole is their sum.</summary>
internal sealed class TextStream
{
    private ulong _hash = 14695981039346656037;
    private long _length;

    /// <summary>Whether its <c>.done</c> was seen.</summary>
    public bool IsDone { get; set; }

    /// <summary>Adds a delta. FNV-1a: it guards against bugs, not against forgers.</summary>
    public void Append(string delta)
    {
        _length += delta.Length;
        foreach (var unit in delta)
            _hash = (_hash ^ unit) * 1099511628211;
    }

    /// <summary>Compares the deltas with the whole.</summary>
    /// <param name="whole">The text that they should add up to.</param>
    /// <param name="what">The event and field that holds it.</param>
    /// <returns>What is wrong; null when nothing.</returns>
    public string? Compare(string whole, string what)
    {
        var other = new TextStream();
        other.Append(whole);
        return other._length != _length ? $"{what} has {other._length} characters, the deltas add up to {_length}"
            : other._hash != _hash ? $"{what} differs from the sum of the deltas"
            : null;
    }
}
