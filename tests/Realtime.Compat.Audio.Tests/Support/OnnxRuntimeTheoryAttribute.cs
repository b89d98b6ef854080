namespace Realtime.Compat.Audio.Tests;

/// <summary>A test that compares with ONNX Runtime.</summary>
internal sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute()
    {
        if (!File.Exists(SileroVadModel.DefaultPath) || OnnxRuntime.LibraryPath is null)
            Skip = "ONNX Runtime or the weights are absent: run `npm ci --ignore-scripts` in native/ and build again.";
    }
}
