namespace Realtime.Compat.Client.Sound;

/// <summary>A sound device as the operating system knows it.</summary>
/// <param name="Index">Its number, as <c>--list-devices</c> shows it.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsInput">Whether it has a microphone.</param>
/// <param name="IsOutput">Whether it has a loudspeaker.</param>
/// <param name="SampleRateHz">The rate it works at by itself, in Hz.</param>
/// <param name="IsDefaultInput">Whether it is the system's own microphone.</param>
/// <param name="IsDefaultOutput">Whether it is the system's own loudspeaker.</param>
public sealed record SoundDevice(int Index, string Name, bool IsInput, bool IsOutput, int SampleRateHz, bool IsDefaultInput, bool IsDefaultOutput)
{
    /// <summary>Suggested latency of its streams, in seconds: recording, playing.</summary>
    internal (double Input, double Output) Latency { get; init; }
}
