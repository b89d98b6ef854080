using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>
/// What this worker and those before it learned about a model's files: that their digests are right, that they were loaded once
/// in a process of their own, and when a worker died in them. Kept in <c>.worker/</c> beside the models.
/// </summary>
internal sealed partial class ModelNotes
{
    /// <summary>A model that took the worker down so often within <see cref="Memory"/> is left out.</summary>
    private const int TooManyCrashes = 2;

    /// <summary>How long a crash counts.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private Content _content;

    /// <summary>Reads the notes of one model.</summary>
    /// <param name="directory">The notes' directory.</param>
    /// <param name="id">The model.</param>
    /// <param name="time">Dates crashes.</param>
    public ModelNotes(string directory, string id, TimeProvider time)
    {
        _path = Path.Combine(directory, id + ".json");
        _time = time;
        _content = Read();
    }

    /// <summary>Forgets everything that was learned about other files.</summary>
    public void StartOver(string fingerprint)
    {
        if (_content.Fingerprint != fingerprint) _content = new Content { Fingerprint = fingerprint };
    }

    /// <summary>Whether the digests were compared.</summary>
    public bool DigestsMatch => _content.DigestsMatch;

    /// <summary>Whether the model was loaded and used by a trial of this version.</summary>
    public bool WasTried(string version) => _content.TriedWith == version;

    /// <summary>Whether the model took too many workers down.</summary>
    /// <param name="until">When it gets another chance.</param>
    public bool CrashesTooOften(out DateTimeOffset until)
    {
        var recent = _content.Crashes.Where(at => _time.GetUtcNow() - at < Memory).Order().ToArray();
        until = recent.Length >= TooManyCrashes ? recent[^TooManyCrashes] + Memory : default;
        return recent.Length >= TooManyCrashes;
    }

    /// <summary>Notes that the digests are right.</summary>
    public void NoteDigests() => Write(_content with { DigestsMatch = true });

    /// <summary>Notes that a trial succeeded.</summary>
    public void NoteTrial(string version) => Write(_content with { TriedWith = version });

    /// <summary>Notes that a worker died while it was in the model's code.</summary>
    public void NoteCrash() => Write(_content with { Crashes = [.. _content.Crashes.TakeLast(TooManyCrashes), _time.GetUtcNow()] });

    private Content Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), NotesJson.Default.Content) ?? new Content() : new Content();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // Only what could be learned again is lost.
            return new Content();
        }
    }

    private void Write(Content content)
    {
        _content = content;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var draft = $"{_path}.{Environment.ProcessId}";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(content, NotesJson.Default.Content));
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On a directory that cannot be written it is learned anew at every start.
        }
    }

    private sealed record Content
    {
        public string? Fingerprint { get; init; }

        public bool DigestsMatch { get; init; }

        public string? TriedWith { get; init; }

        public IReadOnlyList<DateTimeOffset> Crashes { get; init => field = value ?? []; } = [];
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Content))]
    private sealed partial class NotesJson : JsonSerializerContext;
}
