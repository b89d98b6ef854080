using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Tests.Support.Onnx;

internal enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
}

/// <summary>A small ONNX model (onnx.proto, IR version 8, opset 13), written node by node.</summary>
internal sealed class OnnxModel
{
    private readonly Protobuf _graph = new();
    private readonly List<(string Key, string Value)> _metadata = [];
    private int _constants;

    /// <summary>A graph input; dimensions are numbers or names.</summary>
    public OnnxModel Input(string name, OnnxType type, params object[] dimensions) => Value(11, name, type, dimensions);

    /// <summary>A graph output.</summary>
    public OnnxModel Output(string name, OnnxType type, params object[] dimensions) => Value(12, name, type, dimensions);

    /// <summary>A node with one output, named by the caller.</summary>
    public string Node(string operation, string output, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new Protobuf();
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(4, operation);
        foreach (var (name, value) in attributes) node.Message(5, Attribute(name, value));
        _graph.Message(1, node);
        return output;
    }

    /// <summary>Numbers the graph holds; without dimensions a scalar.</summary>
    public string Constant(float[] values, params long[] dimensions) => Constant(OnnxType.Float, MemoryMarshal.AsBytes<float>(values), dimensions);

    /// <inheritdoc cref="Constant(float[], long[])"/>
    public string Constant(long[] values, params long[] dimensions) => Constant(OnnxType.Int64, MemoryMarshal.AsBytes<long>(values), dimensions);

    /// <inheritdoc cref="Constant(float[], long[])"/>
    public string Constant(int[] values, params long[] dimensions) => Constant(OnnxType.Int32, MemoryMarshal.AsBytes<int>(values), dimensions);

    public OnnxModel Metadata(string key, object value)
    {
        _metadata.Add((key, FormattableString.Invariant($"{value}")));
        return this;
    }

    public byte[] ToBytes()
    {
        _graph.Text(2, "synthetic");
        var model = new Protobuf().Integer(1, 8).Message(8, new Protobuf().Text(1, "").Integer(2, 13)).Message(7, _graph);
        foreach (var (key, value) in _metadata) model.Message(14, new Protobuf().Text(1, key).Text(2, value));
        return model.ToArray();
    }

    private OnnxModel Value(int field, string name, OnnxType type, object[] dimensions)
    {
        var shape = new Protobuf();
        foreach (var dimension in dimensions)
            shape.Message(1, dimension is string text ? new Protobuf().Text(2, text) : new Protobuf().Integer(1, Convert.ToInt64(dimension, null)));
        var tensor = new Protobuf().Integer(1, (int)type).Message(2, shape);
        _graph.Message(field, new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, tensor)));
        return this;
    }

    private string Constant(OnnxType type, ReadOnlySpan<byte> raw, long[] dimensions)
    {
        var name = $"c{_constants++}";
        var tensor = new Protobuf();
        foreach (var dimension in dimensions) tensor.Integer(1, dimension);
        _graph.Message(5, tensor.Integer(2, (int)type).Text(8, name).Bytes(9, raw));
        return name;
    }

    private static Protobuf Attribute(string name, object value) => value switch
    {
        long number => new Protobuf().Text(1, name).Integer(3, number).Integer(20, 2),
        long[] numbers => numbers.Aggregate(new Protobuf().Text(1, name), (attribute, number) => attribute.Integer(8, number)).Integer(20, 7),
        _ => throw new ArgumentException($"No attribute of type {value.GetType()}.", nameof(value)),
    };
}
