namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>GET /health</c>.</summary>
/// <param name="Status"><c>healthy</c>, or <c>degraded</c> when an engine is missing.</param>
/// <param name="Version">The worker's version.</param>
/// <param name="SpeechToText">The recogniser.</param>
/// <param name="TextToSpeech">The synthesisers.</param>
/// <param name="Turns">The turn model; null when none is installed or wanted.</param>
/// <param name="NoiseReduction">The denoiser; null when none is installed or wanted.</param>
/// <param name="LiveTranscription">The path of the WebSocket that transcribes speech while it is spoken.</param>
/// <param name="FollowsSpeech">Whether the recogniser is made for that; else it hears the growing utterance again and again.</param>
internal sealed record Health(
    string Status, string Version, Health.Stage SpeechToText, Health.Stage TextToSpeech, Health.Stage? Turns, Health.Stage? NoiseReduction, string LiveTranscription, bool FollowsSpeech)
{
    /// <summary>One kind of work.</summary>
    /// <param name="Engine">The preferred engine that is ready, else the preferred one.</param>
    /// <param name="State"><c>ready</c>, <c>degraded</c> (some languages are missing) or <c>unavailable</c>.</param>
    /// <param name="Detail">What to install, or null.</param>
    /// <param name="ActiveRequests">Requests running or waiting.</param>
    /// <param name="Engines">Each engine.</param>
    internal sealed record Stage(string Engine, string State, string? Detail, int ActiveRequests, IReadOnlyList<EngineState> Engines);

    /// <summary>One engine.</summary>
    /// <param name="Engine">Its model's name.</param>
    /// <param name="State"><c>ready</c> or <c>unavailable</c>.</param>
    /// <param name="Detail">What to install, or null.</param>
    internal sealed record EngineState(string Engine, string State, string? Detail);
}
