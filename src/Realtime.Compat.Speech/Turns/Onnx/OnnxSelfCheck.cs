namespace Realtime.Compat.Speech.Turns.Onnx;

/// <summary>
/// Proves that every function used stands where <see cref="OnnxFunction"/> says: a model of 73 bytes is loaded, described and run by the
/// same calls as any other.
/// </summary>
/// <remarks>A function that had moved would be called with another's arguments, so this runs in a process of its own.</remarks>
internal static class OnnxSelfCheck
{
    /// <summary>y = x + x for float32 x [2, 3]; IR version 8, opset 13.</summary>
    private static ReadOnlySpan<byte> Doubler =>
    [
        0x08, 0x08, 0x12, 0x00, 0x3A, 0x3D, 0x0A, 0x0E, 0x0A, 0x01, 0x78, 0x0A, 0x01, 0x78, 0x12, 0x01, 0x79, 0x22, 0x03, 0x41, 0x64, 0x64, 0x12, 0x01, 0x67,
        0x5A, 0x13, 0x0A, 0x01, 0x78, 0x12, 0x0E, 0x0A, 0x0C, 0x08, 0x01, 0x12, 0x08, 0x0A, 0x02, 0x08, 0x02, 0x0A, 0x02, 0x08, 0x03,
        0x62, 0x13, 0x0A, 0x01, 0x79, 0x12, 0x0E, 0x0A, 0x0C, 0x08, 0x01, 0x12, 0x08, 0x0A, 0x02, 0x08, 0x02, 0x0A, 0x02, 0x08, 0x03, 0x42, 0x04, 0x0A, 0x00, 0x10, 0x0D,
    ];

    /// <summary>Tries the library that is loaded.</summary>
    /// <exception cref="EngineException">It is not the one this worker knows.</exception>
    public static void Run()
    {
        using var model = new OnnxSession(Doubler);
        var (input, output) = ($"{model.Inputs[0]}", $"{model.Outputs[0]}");
        var doubled = model.Run([1, 2, 3, 4, 5, 6], [2, 3]);
        var refused = false;
        try
        {
            model.Run([1, 2], [1, 2]);
        }
        catch (EngineException)
        {
            refused = true;
        }

        if (input != "x: float32 [2, 3]" || output != "y: float32 [2, 3]" || !doubled.SequenceEqual([2f, 4, 6, 8, 10, 12]) || !refused)
            throw new EngineException($"ONNX Runtime {OnnxRuntime.Version} is not the one this worker was built for: its functions are elsewhere");
    }
}
