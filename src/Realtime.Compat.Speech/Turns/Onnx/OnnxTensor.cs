namespace Realtime.Compat.Speech.Turns.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">ONNX's number for the type of its elements; 0 for what is no tensor.</param>
/// <param name="Dimensions">Sizes, −1 for one that is not fixed.</param>
internal sealed record OnnxTensor(string Name, int ElementType, IReadOnlyList<long> Dimensions)
{
    /// <summary>float32.</summary>
    public const int Float = 1;

    /// <summary>Whether a float32 tensor of these sizes fits.</summary>
    public bool Takes(ReadOnlySpan<long> dimensions)
    {
        if (ElementType != Float || Dimensions.Count != dimensions.Length) return false;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (Dimensions[i] >= 0 && Dimensions[i] != dimensions[i]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(ElementType == Float ? "float32" : $"type {ElementType}")} [{string.Join(", ", Dimensions.Select(size => size < 0 ? "?" : $"{size}"))}]";
}
