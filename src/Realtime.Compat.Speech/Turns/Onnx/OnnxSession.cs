using System.Runtime.InteropServices;
using System.Text;

namespace Realtime.Compat.Speech.Turns.Onnx;

/// <summary>A model in ONNX Runtime, on one processor thread a call. Safe to run from several threads.</summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const int AllOptimizations = 99;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private readonly nint _memory;
    private readonly byte[] _input;
    private readonly byte[] _output;
    private nint _session;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The content of an .onnx file; not needed afterwards.</param>
    /// <exception cref="EngineException">ONNX Runtime refuses it, or it has no input or output.</exception>
    public OnnxSession(ReadOnlySpan<byte> model)
    {
        nint options = 0, session = 0, memory = 0;
        try
        {
            OnnxRuntime.Check(((delegate* unmanaged<nint*, nint>)OnnxRuntime.At(OnnxFunction.CreateSessionOptions))(&options));
            Set(options, OnnxFunction.SetSessionGraphOptimizationLevel, AllOptimizations);
            Set(options, OnnxFunction.SetIntraOpNumThreads, 1);
            Set(options, OnnxFunction.SetInterOpNumThreads, 1);
            fixed (byte* bytes = model)
            {
                OnnxRuntime.Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)OnnxRuntime.At(OnnxFunction.CreateSessionFromArray))(
                    OnnxRuntime.Environment, bytes, (nuint)model.Length, options, &session));
            }

            OnnxRuntime.Check(((delegate* unmanaged<int, int, nint*, nint>)OnnxRuntime.At(OnnxFunction.CreateCpuMemoryInfo))(ArenaAllocator, DefaultMemory, &memory));
            (_session, _memory) = (session, memory);
            Inputs = Tensors(OnnxFunction.SessionGetInputCount, OnnxFunction.SessionGetInputName, OnnxFunction.SessionGetInputTypeInfo);
            Outputs = Tensors(OnnxFunction.SessionGetOutputCount, OnnxFunction.SessionGetOutputName, OnnxFunction.SessionGetOutputTypeInfo);
            if (Inputs.Count == 0 || Outputs.Count == 0) throw new EngineException("the model has no input or no output");
            (_input, _output) = (CString(Inputs[0].Name), CString(Outputs[0].Name));
        }
        catch
        {
            OnnxRuntime.Release(OnnxFunction.ReleaseSession, session);
            OnnxRuntime.Release(OnnxFunction.ReleaseMemoryInfo, memory);
            throw;
        }
        finally
        {
            OnnxRuntime.Release(OnnxFunction.ReleaseSessionOptions, options);
        }
    }

    /// <summary>What it takes.</summary>
    public IReadOnlyList<OnnxTensor> Inputs { get; }

    /// <summary>What it gives.</summary>
    public IReadOnlyList<OnnxTensor> Outputs { get; }

    /// <summary>Runs the model on its first input.</summary>
    /// <param name="numbers">As many as <paramref name="dimensions"/> say.</param>
    /// <param name="dimensions">Sizes of the input.</param>
    /// <returns>The first output's numbers.</returns>
    /// <exception cref="EngineException">ONNX Runtime refuses the input, or the output is not of float32.</exception>
    public float[] Run(ReadOnlySpan<float> numbers, ReadOnlySpan<long> dimensions)
    {
        nint input = 0, output = 0;
        fixed (float* data = numbers)
        fixed (long* sizes = dimensions)
        fixed (byte* inputName = _input)
        fixed (byte* outputName = _output)
        {
            try
            {
                OnnxRuntime.Check(((delegate* unmanaged<nint, float*, nuint, long*, nuint, int, nint*, nint>)OnnxRuntime.At(OnnxFunction.CreateTensorWithDataAsOrtValue))(
                    _memory, data, (nuint)numbers.Length * sizeof(float), sizes, (nuint)dimensions.Length, OnnxTensor.Float, &input));
                OnnxRuntime.Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)OnnxRuntime.At(OnnxFunction.Run))(
                    _session, 0, &inputName, &input, 1, &outputName, 1, &output));
                return Read(output);
            }
            finally
            {
                OnnxRuntime.Release(OnnxFunction.ReleaseValue, output);
                OnnxRuntime.Release(OnnxFunction.ReleaseValue, input);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        OnnxRuntime.Release(OnnxFunction.ReleaseSession, Interlocked.Exchange(ref _session, 0));
        OnnxRuntime.Release(OnnxFunction.ReleaseMemoryInfo, _memory);
    }

    private static void Set(nint options, OnnxFunction setter, int value) => OnnxRuntime.Check(((delegate* unmanaged<nint, int, nint>)OnnxRuntime.At(setter))(options, value));

    private static byte[] CString(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static float[] Read(nint value)
    {
        nint shape;
        OnnxRuntime.Check(((delegate* unmanaged<nint, nint*, nint>)OnnxRuntime.At(OnnxFunction.GetTensorTypeAndShape))(value, &shape));
        try
        {
            int type;
            nuint count;
            float* numbers;
            OnnxRuntime.Check(((delegate* unmanaged<nint, int*, nint>)OnnxRuntime.At(OnnxFunction.GetTensorElementType))(shape, &type));
            if (type != OnnxTensor.Float) throw new EngineException("the model's output is not of float32");
            OnnxRuntime.Check(((delegate* unmanaged<nint, nuint*, nint>)OnnxRuntime.At(OnnxFunction.GetTensorShapeElementCount))(shape, &count));
            OnnxRuntime.Check(((delegate* unmanaged<nint, float**, nint>)OnnxRuntime.At(OnnxFunction.GetTensorMutableData))(value, &numbers));
            return new ReadOnlySpan<float>(numbers, checked((int)count)).ToArray();
        }
        finally
        {
            OnnxRuntime.Release(OnnxFunction.ReleaseTensorTypeAndShapeInfo, shape);
        }
    }

    private OnnxTensor[] Tensors(OnnxFunction getCount, OnnxFunction getName, OnnxFunction getType)
    {
        nuint count;
        nint allocator;
        OnnxRuntime.Check(((delegate* unmanaged<nint, nuint*, nint>)OnnxRuntime.At(getCount))(_session, &count));
        OnnxRuntime.Check(((delegate* unmanaged<nint*, nint>)OnnxRuntime.At(OnnxFunction.GetAllocatorWithDefaultOptions))(&allocator));
        var tensors = new OnnxTensor[checked((int)count)];
        for (var i = 0; i < tensors.Length; i++)
        {
            nint name, type;
            OnnxRuntime.Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)OnnxRuntime.At(getName))(_session, (nuint)i, allocator, &name));
            var text = Marshal.PtrToStringUTF8(name) ?? "";
            OnnxRuntime.Check(((delegate* unmanaged<nint, nint, nint>)OnnxRuntime.At(OnnxFunction.AllocatorFree))(allocator, name));
            OnnxRuntime.Check(((delegate* unmanaged<nint, nuint, nint*, nint>)OnnxRuntime.At(getType))(_session, (nuint)i, &type));
            try
            {
                tensors[i] = Describe(text, type);
            }
            finally
            {
                OnnxRuntime.Release(OnnxFunction.ReleaseTypeInfo, type);
            }
        }

        return tensors;
    }

    private static OnnxTensor Describe(string name, nint type)
    {
        nint tensor;
        OnnxRuntime.Check(((delegate* unmanaged<nint, nint*, nint>)OnnxRuntime.At(OnnxFunction.CastTypeInfoToTensorInfo))(type, &tensor));
        if (tensor == 0) return new OnnxTensor(name, 0, []);

        int element;
        nuint count;
        OnnxRuntime.Check(((delegate* unmanaged<nint, int*, nint>)OnnxRuntime.At(OnnxFunction.GetTensorElementType))(tensor, &element));
        OnnxRuntime.Check(((delegate* unmanaged<nint, nuint*, nint>)OnnxRuntime.At(OnnxFunction.GetDimensionsCount))(tensor, &count));
        var dimensions = new long[checked((int)count)];
        fixed (long* sizes = dimensions) OnnxRuntime.Check(((delegate* unmanaged<nint, long*, nuint, nint>)OnnxRuntime.At(OnnxFunction.GetDimensions))(tensor, sizes, count));
        return new OnnxTensor(name, element, dimensions);
    }
}
