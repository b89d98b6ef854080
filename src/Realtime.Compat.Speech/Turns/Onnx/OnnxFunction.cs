namespace Realtime.Compat.Speech.Turns.Onnx;

/// <summary>
/// Where the functions used here stand in ONNX Runtime's table, <c>OrtApi</c> of onnxruntime_c_api.h. Its places 0 to 101 are those of
/// version 1 of the API and, by ONNX Runtime's promise, of all later ones.
/// </summary>
internal enum OnnxFunction
{
    /// <summary>Text of a status.</summary>
    GetErrorMessage = 2,

    /// <summary>The runtime itself: logging and threads, one a process.</summary>
    CreateEnv = 3,

    /// <summary>Loads a model from memory.</summary>
    CreateSessionFromArray = 8,

    /// <summary>Runs a model.</summary>
    Run = 9,

    /// <summary>How a model is run.</summary>
    CreateSessionOptions = 10,

    /// <summary>How far a graph is rewritten while it is loaded.</summary>
    SetSessionGraphOptimizationLevel = 23,

    /// <summary>Threads of one operation.</summary>
    SetIntraOpNumThreads = 24,

    /// <summary>Operations at one time.</summary>
    SetInterOpNumThreads = 25,

    /// <summary>Number of inputs.</summary>
    SessionGetInputCount = 30,

    /// <summary>Number of outputs.</summary>
    SessionGetOutputCount = 31,

    /// <summary>Type of an input; to be released.</summary>
    SessionGetInputTypeInfo = 33,

    /// <summary>Type of an output; to be released.</summary>
    SessionGetOutputTypeInfo = 34,

    /// <summary>Name of an input; to be freed.</summary>
    SessionGetInputName = 36,

    /// <summary>Name of an output; to be freed.</summary>
    SessionGetOutputName = 37,

    /// <summary>A tensor over memory of ours.</summary>
    CreateTensorWithDataAsOrtValue = 49,

    /// <summary>A tensor's numbers.</summary>
    GetTensorMutableData = 51,

    /// <summary>What a type says of tensors; null for another kind of type. Belongs to the type.</summary>
    CastTypeInfoToTensorInfo = 55,

    /// <summary>Type of a tensor's elements.</summary>
    GetTensorElementType = 60,

    /// <summary>Number of a tensor's dimensions.</summary>
    GetDimensionsCount = 61,

    /// <summary>A tensor's dimensions, −1 for one that is not fixed.</summary>
    GetDimensions = 62,

    /// <summary>Number of a tensor's elements.</summary>
    GetTensorShapeElementCount = 64,

    /// <summary>Type and dimensions of a value; to be released.</summary>
    GetTensorTypeAndShape = 65,

    /// <summary>Says that memory is the processor's.</summary>
    CreateCpuMemoryInfo = 69,

    /// <summary>Frees what an allocator gave.</summary>
    AllocatorFree = 76,

    /// <summary>The allocator of names; never released.</summary>
    GetAllocatorWithDefaultOptions = 78,

    /// <summary>Releases a status.</summary>
    ReleaseStatus = 93,

    /// <summary>Releases a description of memory.</summary>
    ReleaseMemoryInfo = 94,

    /// <summary>Releases a model.</summary>
    ReleaseSession = 95,

    /// <summary>Releases a value.</summary>
    ReleaseValue = 96,

    /// <summary>Releases a type.</summary>
    ReleaseTypeInfo = 98,

    /// <summary>Releases type and dimensions of a value.</summary>
    ReleaseTensorTypeAndShapeInfo = 99,

    /// <summary>Releases options.</summary>
    ReleaseSessionOptions = 100,
}
