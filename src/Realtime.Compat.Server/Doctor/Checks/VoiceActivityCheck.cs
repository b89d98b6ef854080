using Realtime.Compat.Audio;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the weights of the voice activity detector are there and whole.</summary>
/// <param name="path">Silero's ONNX file.</param>
internal sealed class VoiceActivityCheck(string path) : ICheck
{
    /// <inheritdoc/>
    public string Name => "voice activity";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            SileroVadModel.Load(path);
            return Task.FromResult(Finding.Fine("silero v6"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            var what = failure is FileNotFoundException or DirectoryNotFoundException ? "Silero's weights are missing" : failure.Message.TrimEnd('.');
            return Task.FromResult(Finding.Wrong($"{what}, so that turns go by loudness alone", "npm ci --ignore-scripts --prefix native && ./run.sh"));
        }
    }
}
