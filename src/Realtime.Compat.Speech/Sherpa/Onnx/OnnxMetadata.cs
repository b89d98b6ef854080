using System.Text;

namespace Realtime.Compat.Speech.Sherpa.Onnx;

/// <summary>
/// What an ONNX file says about itself (<c>metadata_props</c> of onnx.proto's ModelProto), read without loading the model: the
/// graph is passed over, so a file of gigabytes takes milliseconds.
/// </summary>
internal static class OnnxMetadata
{
    private const int IrVersion = 1;
    private const int Graph = 7;
    private const int MetadataProps = 14;
    private const int EntryKey = 1;
    private const int EntryValue = 2;

    // A vocabulary or a table of means may stand here; nothing larger does.
    private const int MaxEntryBytes = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <returns>Keys and values; null for a file in ONNX Runtime's own format (<c>.ort</c>), which is no protobuf.</returns>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or was cut off; the message goes on after "the file X cannot be used: ".</exception>
    public static IReadOnlyDictionary<string, string>? Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (IsOrtFormat(stream)) return null;

        stream.Position = 0;
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new ProtobufReader(stream);
        var (hasVersion, hasGraph) = (false, false);
        while (reader.Next(stream.Length))
        {
            hasVersion |= reader.Field == IrVersion;
            hasGraph |= reader.Field == Graph && reader.Length > 0;
            if (reader.Field == MetadataProps) Add(entries, reader);
            else reader.Skip();
        }

        return hasVersion && hasGraph ? entries : throw new InvalidDataException("it is no ONNX model");
    }

    /// <summary>"ORTM" after four bytes is the mark of the flatbuffers in a .ort file.</summary>
    private static bool IsOrtFormat(Stream stream)
    {
        Span<byte> head = stackalloc byte[8];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[4..].SequenceEqual("ORTM"u8);
    }

    private static void Add(Dictionary<string, string> entries, ProtobufReader reader)
    {
        if (reader.Length > MaxEntryBytes) throw new InvalidDataException("an entry of its metadata is too large");

        using var content = new MemoryStream(reader.ReadBytes());
        var entry = new ProtobufReader(content);
        var (key, value) = ("", "");
        while (entry.Next(content.Length))
        {
            if (entry.Field == EntryKey) key = Encoding.UTF8.GetString(entry.ReadBytes());
            else if (entry.Field == EntryValue) value = Encoding.UTF8.GetString(entry.ReadBytes());
            else entry.Skip();
        }

        entries[key] = value;
    }
}
