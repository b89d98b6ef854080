namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings under `Realtime:Speech:SpeechToText`, `Realtime:Speech:TextToSpeech`, `Realtime:Speech:Turns` and `Realtime:Speech:NoiseReduction`.</summary>
internal sealed class WorkerModelOptions
{
    /// <summary>Id of an installed model; <c>none</c> for the engines that need no model. Where nothing is set, the worker takes an installed one.</summary>
    public string? Model { get; set; }
}
