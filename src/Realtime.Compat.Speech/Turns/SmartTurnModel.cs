using System.Buffers;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Trial;
using Realtime.Compat.Speech.Turns.Onnx;

namespace Realtime.Compat.Speech.Turns;

/// <summary>
/// Smart Turn v3 (pipecat-ai/smart-turn), or a model of its shape: log-mel features of eight seconds in, [1, 80, 800]; the probability
/// that the turn is complete out.
/// </summary>
internal sealed class SmartTurnModel : ITurnModel, IDisposable
{
    private const string ModelSetting = "model";
    private static readonly long[] Shape = [1, LogMel.Bands, LogMel.Frames];

    private readonly string _id;
    private readonly OnnxSession _session;
    private readonly WorkMark? _mark;

    /// <summary>Loads a model and asks it once, so that the first speaker does not wait.</summary>
    /// <param name="model">A checked model.</param>
    /// <param name="settings">Where ONNX Runtime lies.</param>
    /// <param name="mark">Set while native code runs; null in a trial.</param>
    /// <exception cref="EngineException">ONNX Runtime refuses it, or it is of another shape.</exception>
    public SmartTurnModel(InstalledModel model, SherpaOptions settings, WorkMark? mark)
    {
        (_id, _mark) = (model.Id, mark);
        OnnxRuntime.Load(settings.Directory);
        using var scope = _mark?.Enter();
        _session = new OnnxSession(File.ReadAllBytes(model.Settings()[ModelSetting]));
        try
        {
            if (_session.Inputs is not [var input] || !input.Takes(Shape))
                throw new EngineException($"The model '{_id}' is no turn model: it takes {string.Join(", ", _session.Inputs)} instead of float32 [1, 80, 800].");
            Judge([]);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Model => _id;

    /// <inheritdoc/>
    public EngineStatus Status => EngineStatus.Ready;

    /// <inheritdoc/>
    public double Judge(ReadOnlySpan<float> samples)
    {
        const int count = LogMel.Bands * LogMel.Frames;
        var features = ArrayPool<float>.Shared.Rent(count);
        try
        {
            LogMel.Compute(samples, features);
            using var scope = _mark?.Enter();
            // Of other outputs, such as hidden states, nothing is wanted.
            return _session.Run(features.AsSpan(0, count), Shape) is [var completion] && completion is >= 0 and <= 1
                ? completion
                : throw new EngineException($"The model '{_id}' gave no probability: its first output must be one number from 0 to 1.");
        }
        finally
        {
            ArrayPool<float>.Shared.Return(features);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
