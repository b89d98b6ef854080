using System.Text.Json.Nodes;

namespace Realtime.Compat.LiveServer;

/// <summary>Server events of one connection, one JSON object a line, for the checker of shapes and orders.</summary>
/// <param name="folder">Where the file goes.</param>
/// <param name="name">Name of the connection, unique in the folder.</param>
/// <param name="dialect">`ga` or `beta`; part of the file's name, since the checker needs it.</param>
public sealed class EventLog(string folder, string name, string dialect)
{
    private readonly Lock _gate = new();

    /// <summary>Path of the file.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, $"{name}.{dialect}.jsonl");

    /// <summary>Adds an event.</summary>
    public void Add(JsonObject serverEvent)
    {
        lock (_gate)
            File.AppendAllText(Path, serverEvent.ToJsonString() + "\n");
    }
}
