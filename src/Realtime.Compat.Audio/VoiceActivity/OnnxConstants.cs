using System.Runtime.InteropServices;
using System.Text;

namespace Realtime.Compat.Audio;

/// <summary>
/// The float constants of one branch of an ONNX model. Silero's graph is one <c>If</c> on the sample rate: <c>then_branch</c> (16 kHz) and
/// <c>else_branch</c> (8 kHz) each hold their weights as <c>Constant</c> nodes (field numbers: onnx.proto3).
/// </summary>
internal sealed class OnnxConstants
{
    private const ulong FloatType = 1;

    private readonly Dictionary<string, (ulong[] Shape, float[] Values)> _byName = [];

    private OnnxConstants() { }

    /// <summary>Collects the constants.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="branch">The branch's name.</param>
    /// <exception cref="InvalidDataException">Not an ONNX file.</exception>
    public static OnnxConstants Read(ReadOnlySpan<byte> file, ReadOnlySpan<byte> branch)
    {
        var constants = new OnnxConstants();
        var model = new ProtobufReader(file);
        while (model.Next())
        {
            if (model.Field != 7) continue; // ModelProto.graph
            var graph = new ProtobufReader(model.Bytes);
            while (graph.Next())
                if (graph.Field == 1) constants.ReadBranch(graph.Bytes, branch); // GraphProto.node
        }

        return constants;
    }

    /// <summary>A constant's values.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="InvalidDataException">It is missing, has another shape, or a value that is not finite.</exception>
    public float[] Take(string name, params ReadOnlySpan<int> shape)
    {
        if (!_byName.TryGetValue(name, out var constant)) throw NotTheModel($"it has no {name}");

        var length = 1;
        var same = constant.Shape.Length == shape.Length;
        for (var i = 0; i < shape.Length && same; i++)
        {
            same = constant.Shape[i] == (ulong)shape[i];
            length *= shape[i];
        }

        if (!same || constant.Values.Length != length)
            throw NotTheModel($"its {name} is [{string.Join(", ", constant.Shape)}] of {constant.Values.Length} values, not [{string.Join(", ", shape.ToArray())}]");
        if (!constant.Values.All(float.IsFinite)) throw NotTheModel($"its {name} holds values that are not finite");
        return constant.Values;
    }

    /// <summary>The one sentence about a file that will not do.</summary>
    public static InvalidDataException NotTheModel(string why) =>
        new($"The voice activity model is not {SileroVadModel.FileName} or is damaged: {why}.");

    private void ReadBranch(ReadOnlySpan<byte> node, ReadOnlySpan<byte> name)
    {
        var attributes = new ProtobufReader(node);
        while (attributes.Next())
        {
            if (attributes.Field != 5) continue; // NodeProto.attribute
            var branch = ReadAttribute(attributes.Bytes, name, payloadField: 6); // AttributeProto.g
            var nodes = new ProtobufReader(branch);
            while (nodes.Next())
                if (nodes.Field == 1) ReadConstant(nodes.Bytes);
        }
    }

    private void ReadConstant(ReadOnlySpan<byte> node)
    {
        var fields = new ProtobufReader(node);
        while (fields.Next())
            if (fields.Field == 5) ReadTensor(ReadAttribute(fields.Bytes, "value"u8, payloadField: 5)); // AttributeProto.t
    }

    private static ReadOnlySpan<byte> ReadAttribute(ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> name, int payloadField)
    {
        ReadOnlySpan<byte> payload = default;
        var named = false;
        var fields = new ProtobufReader(attribute);
        while (fields.Next())
        {
            if (fields.Field == 1) named = fields.Bytes.SequenceEqual(name);
            else if (fields.Field == payloadField) payload = fields.Bytes;
        }

        return named ? payload : default;
    }

    private void ReadTensor(ReadOnlySpan<byte> tensor)
    {
        ReadOnlySpan<byte> name = default;
        var shape = new List<ulong>();
        var type = 0UL;
        ReadOnlySpan<byte> raw = default;
        var fields = new ProtobufReader(tensor);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.Bytes.IsEmpty: // TensorProto.dims, one by one
                    shape.Add(fields.Number);
                    break;
                case 1: // or packed
                    for (var packed = fields.Bytes; !packed.IsEmpty;) shape.Add(ProtobufReader.ReadVarint(ref packed));
                    break;
                case 2:
                    type = fields.Number;
                    break;
                case 8:
                    name = fields.Bytes;
                    break;
                case 9: // raw_data, little-endian
                    raw = fields.Bytes;
                    break;
            }
        }

        if (type == FloatType && raw.Length % sizeof(float) == 0)
            _byName[Encoding.UTF8.GetString(name)] = (shape.ToArray(), MemoryMarshal.Cast<byte, float>(raw).ToArray());
    }
}
