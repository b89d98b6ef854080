using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Tests;

/// <summary>Silero VAD as its authors run it: the ONNX file in ONNX Runtime, 64 samples of context before each frame.</summary>
internal sealed unsafe class OnnxRuntimeVad : IDisposable
{
    private const int Context = 64;
    private const int Input = Context + SileroVad.FrameLength;
    private const int State = 2 * 128;

    private readonly nint _session;
    private readonly float* _memory; // input, state, next state, probability; then the rate
    private readonly nint* _inputs;
    private readonly nint* _outputs;
    private readonly byte** _inputNames;
    private readonly byte** _outputNames;

    public OnnxRuntimeVad(string path)
    {
        _session = OnnxRuntime.CreateSession(File.ReadAllBytes(path));
        const int floats = Input + 2 * State + 2;
        _memory = (float*)NativeMemory.AllocZeroed(floats * sizeof(float) + sizeof(long));
        var rate = (long*)(_memory + floats);
        *rate = SileroVad.SampleRateHz;

        _inputs = Pointers(
            OnnxRuntime.CreateTensor(_memory, Input * sizeof(float), OnnxRuntime.ElementType.Float, 1, Input),
            OnnxRuntime.CreateTensor(_memory + Input, State * sizeof(float), OnnxRuntime.ElementType.Float, 2, 1, 128),
            OnnxRuntime.CreateTensor(rate, sizeof(long), OnnxRuntime.ElementType.Int64));
        _outputs = Pointers(
            OnnxRuntime.CreateTensor(_memory + Input + 2 * State, sizeof(float), OnnxRuntime.ElementType.Float, 1, 1),
            OnnxRuntime.CreateTensor(_memory + Input + State, State * sizeof(float), OnnxRuntime.ElementType.Float, 2, 1, 128));
        _inputNames = (byte**)Pointers(Text("input"), Text("state"), Text("sr"));
        _outputNames = (byte**)Pointers(Text("output"), Text("stateN"));
    }

    public float Process(ReadOnlySpan<float> frame)
    {
        var input = new Span<float>(_memory, Input);
        input[^Context..].CopyTo(input);
        frame.CopyTo(input[Context..]);
        OnnxRuntime.Run(_session, _inputNames, _inputs, 3, _outputNames, _outputs, 2);
        new Span<float>(_memory + Input + State, State).CopyTo(new Span<float>(_memory + Input, State));
        return _memory[Input + 2 * State];
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
