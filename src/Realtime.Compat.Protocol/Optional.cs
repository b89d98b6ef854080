namespace Realtime.Compat.Protocol;

/// <summary>
/// A field of a partial update: absent (keep what is), or present with a value, which may be null (clear).
/// </summary>
/// <typeparam name="T">Type of the value; nullable where the wire allows null.</typeparam>
public readonly record struct Optional<T>
{
    private readonly T _value;

    /// <summary>Makes a present field.</summary>
    /// <param name="value">Its value.</param>
    public Optional(T value)
    {
        _value = value;
        IsPresent = true;
    }

    /// <summary>Whether the client sent the field.</summary>
    public bool IsPresent { get; }

    /// <summary>The value sent, or <paramref name="current"/> when the field was absent.</summary>
    /// <param name="current">The value in effect so far.</param>
    public T Or(T current) => IsPresent ? _value : current;

    /// <summary>Makes a present field.</summary>
    /// <param name="value">Its value.</param>
    public static implicit operator Optional<T>(T value) => new(value);
}
