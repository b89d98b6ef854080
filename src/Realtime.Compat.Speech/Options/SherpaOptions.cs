namespace Realtime.Compat.Speech.Options;

/// <summary>How sherpa-onnx runs downloaded models.</summary>
internal sealed class SherpaOptions
{
    /// <summary>The folder of libsherpa-onnx-c-api and libonnxruntime; null for <c>sherpa/</c> beside the worker.</summary>
    public string? Directory { get; set; }

    /// <summary>What computes: <c>cpu</c>, <c>cuda</c>, <c>coreml</c>; the library must be built for it, or it takes the processor.</summary>
    public string Provider { get; set; } = "cpu";

    /// <summary>Threads of one call, 0…64; 0 means one a core, four at most, since more hardly quicken a clause or an utterance.</summary>
    public int Threads { get; set; }

    /// <summary>Threads to use, at least 1.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>These settings for a worker process of the same kind.</summary>
    public IEnumerable<string> AsArguments() =>
    [
        .. string.IsNullOrWhiteSpace(Directory) ? (string[])[] : [$"--Speech:Sherpa:Directory={Directory}"],
        $"--Speech:Sherpa:Provider={Provider}",
        $"--Speech:Sherpa:Threads={Threads}",
    ];
}
