using System.Text.Json;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads an object of a client's message field by field. Whatever was not asked for by the end is unknown, and a fault.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it lies; "" for the message itself.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class ObjectReader(JsonElement element, string path, Faults faults)
{
    private readonly List<string> _known = [];
    private bool _open;

    /// <summary>Reads a field that must be there.</summary>
    public T Required<T>(string name, Func<Field, T> read)
    {
        if (Find(name) is { } field)
            return read(field);
        faults.Missing(Join(path, name));
        return default!;
    }

    /// <summary>Reads a field that may be absent; absent means the type's default.</summary>
    public T? Value<T>(string name, Func<Field, T> read) => Find(name) is { } field ? read(field) : default;

    /// <summary>Reads a field whose absence means: leave as it is.</summary>
    public Optional<T> Optional<T>(string name, Func<Field, T> read) => Find(name) is { } field ? read(field) : default(Optional<T>);

    /// <summary>Reads a field into what was read so far.</summary>
    /// <param name="name">An object.</param>
    /// <param name="soFar">What was read so far, and what stays when the field is absent.</param>
    /// <param name="read">Adds the object's fields.</param>
    public T Within<T>(string name, T soFar, Func<ObjectReader, T, T> read)
        where T : class => Find(name)?.Object(fields => read(fields, soFar)) ?? soFar;

    /// <summary>Reads one of several kinds of object, told apart by <c>type</c>.</summary>
    /// <param name="kinds">Each kind's name, and what reads the rest of its fields.</param>
    /// <param name="byDefault">The kind that an absent <c>type</c> means; null when it must be there.</param>
    public T OneOf<T>(IReadOnlyList<(string Name, Func<ObjectReader, T> Read)> kinds, Func<ObjectReader, T>? byDefault = null)
    {
        var read = byDefault is null
            ? Required("type", field => field.OneOf(kinds))
            : Find("type") is { } field ? field.OneOf(kinds) : byDefault;
        return read is null ? default! : read(this);
    }

    /// <summary>Finds a field, and marks its name as known.</summary>
    /// <param name="name">Its name.</param>
    public Field? Find(string name)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out var value) ? new Field(value, Join(path, name), faults) : null;
    }

    /// <summary>Lets all other fields pass.</summary>
    public void IgnoreOthers() => _open = true;

    /// <summary>Reports a field that was not asked for.</summary>
    public void End()
    {
        if (_open || faults.First is not null)
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (!_known.Exists(property.NameEquals))
                faults.Unknown(Join(path, property.Name));
            if (faults.First is not null)
                return;
        }
    }

    /// <summary>Path of a field; a client's own endless names are cut.</summary>
    public static string Join(string path, string name) => path.Length is 0 ? Faults.Clip(name) : $"{path}.{Faults.Clip(name)}";
}
