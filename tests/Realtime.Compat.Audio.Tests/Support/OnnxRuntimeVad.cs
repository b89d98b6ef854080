using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Tests;

/// <summary>Silero VAD as its authors run it: the ONNX file in ONNX Runtime, 4 ms of context before each frame.</summary>
internal sealed unsafe class OnnxRuntimeVad : IDisposable
{
    private const int State = 2 * 128;

    private readonly int _context;
    private readonly int _input;
    private readonly nint _session;
    private readonly float* _memory; // input, state, next state, probability; then the rate
    private readonly nint* _inputs;
    private readonly nint* _outputs;
    private readonly byte** _inputNames;
    private readonly byte** _outputNames;

    /// <param name="path">The ONNX file.</param>
    /// <param name="rateHz">16,000, or 8,000 for the file's other branch: frames half as long, of the same 32 ms.</param>
    public OnnxRuntimeVad(string path, int rateHz = SileroVad.WidebandHz)
    {
        FrameLength = SileroVad.FrameMs * rateHz / 1000;
        _context = FrameLength / 8;
        _input = _context + FrameLength;
        _session = OnnxRuntime.CreateSession(File.ReadAllBytes(path));
        var floats = _input + 2 * State + 2;
        _memory = (float*)NativeMemory.AllocZeroed((nuint)(floats * sizeof(float) + sizeof(long)));
        var rate = (long*)(_memory + floats);
        *rate = rateHz;

        _inputs = Pointers(
            OnnxRuntime.CreateTensor(_memory, _input * sizeof(float), OnnxRuntime.ElementType.Float, 1, _input),
            OnnxRuntime.CreateTensor(_memory + _input, State * sizeof(float), OnnxRuntime.ElementType.Float, 2, 1, 128),
            OnnxRuntime.CreateTensor(rate, sizeof(long), OnnxRuntime.ElementType.Int64));
        _outputs = Pointers(
            OnnxRuntime.CreateTensor(_memory + _input + 2 * State, sizeof(float), OnnxRuntime.ElementType.Float, 1, 1),
            OnnxRuntime.CreateTensor(_memory + _input + State, State * sizeof(float), OnnxRuntime.ElementType.Float, 2, 1, 128));
        _inputNames = (byte**)Pointers(Text("input"), Text("state"), Text("sr"));
        _outputNames = (byte**)Pointers(Text("output"), Text("stateN"));
    }

    public int FrameLength { get; }

    public float Process(ReadOnlySpan<float> frame)
    {
        var input = new Span<float>(_memory, _input);
        input[^_context..].CopyTo(input);
        frame.CopyTo(input[_context..]);
        OnnxRuntime.Run(_session, _inputNames, _inputs, 3, _outputNames, _outputs, 2);
        new Span<float>(_memory + _input + State, State).CopyTo(new Span<float>(_memory + _input, State));
        return _memory[_input + 2 * State];
    }

    public void Dispose()
    {
        for (var i = 0; i < 3; i++) OnnxRuntime.ReleaseValue(_inputs[i]);
        for (var i = 0; i < 2; i++) OnnxRuntime.ReleaseValue(_outputs[i]);
        OnnxRuntime.ReleaseSession(_session);
        for (var i = 0; i < 3; i++) Marshal.FreeCoTaskMem((nint)_inputNames[i]);
        for (var i = 0; i < 2; i++) Marshal.FreeCoTaskMem((nint)_outputNames[i]);
        NativeMemory.Free(_inputs);
        NativeMemory.Free(_outputs);
        NativeMemory.Free(_inputNames);
        NativeMemory.Free(_outputNames);
        NativeMemory.Free(_memory);
    }

    private static nint Text(string text) => Marshal.StringToCoTaskMemUTF8(text);

    private static nint* Pointers(params ReadOnlySpan<nint> values)
    {
        var pointers = (nint*)NativeMemory.Alloc((nuint)values.Length, (nuint)sizeof(nint));
        values.CopyTo(new Span<nint>(pointers, values.Length));
        return pointers;
    }
}
