using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary>
/// A configuration struct of sherpa-onnx whose fields are set by their C names, <c>model_config.whisper.encoder</c>, and which
/// owns the texts it points to. All fields begin as zero, which sherpa-onnx reads as "the default".
/// </summary>
/// <typeparam name="T">A blittable mirror of the struct; nested structs, or tail padding is lost.</typeparam>
internal sealed unsafe class NativeConfig<T> : IDisposable
    where T : unmanaged
{
    private readonly List<nint> _texts = [];
    private T* _config = (T*)NativeMemory.AllocZeroed((nuint)sizeof(T));

    /// <summary>Every field, in order, with its path, offset in bytes and type (<see cref="nint"/> for texts, int, float).</summary>
    public static IReadOnlyList<(string Path, int Offset, Type Type)> Fields { get; } = [.. Flatten(typeof(T), "", 0)];

    /// <summary>What the C functions take.</summary>
    public T* Pointer => _config != null ? _config : throw new ObjectDisposedException(nameof(NativeConfig<T>));

    /// <summary>Whether there is a field of that path.</summary>
    public static bool Has(string path) => Fields.Any(field => field.Path == path);

    /// <summary>Sets a field.</summary>
    /// <param name="path">C names with points between them.</param>
    /// <param name="value">A text, or a number in the invariant culture.</param>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    /// <exception cref="FormatException">The field is a number and the value none.</exception>
    public void Set(string path, string value)
    {
        var (_, offset, type) = Fields.FirstOrDefault(field => field.Path == path);
        if (type is null) throw new ArgumentException($"sherpa-onnx has no setting '{path}'.", nameof(path));

        var address = (byte*)Pointer + offset;
        if (type == typeof(int)) *(int*)address = int.Parse(value, CultureInfo.InvariantCulture);
        else if (type == typeof(float)) *(float*)address = float.Parse(value, CultureInfo.InvariantCulture);
        else *(nint*)address = Keep(value);
    }

    /// <summary>Frees the struct and its texts; sherpa-onnx keeps copies of both.</summary>
    public void Dispose()
    {
        _texts.ForEach(Marshal.FreeCoTaskMem);
        _texts.Clear();
        NativeMemory.Free(_config);
        _config = null;
    }

    private nint Keep(string text)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(text);
        _texts.Add(pointer);
        return pointer;
    }

    private static IEnumerable<(string Path, int Offset, Type Type)> Flatten(Type type, string prefix, int start)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => Offset(type, field)))
        {
            var path = prefix + JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
            var offset = start + Offset(type, field);
            if (field.FieldType.IsPrimitive) yield return (path, offset, field.FieldType);
            else foreach (var inner in Flatten(field.FieldType, path + ".", offset)) yield return inner;
        }
    }

    private static int Offset(Type type, FieldInfo field) => (int)Marshal.OffsetOf(type, field.Name);
}
