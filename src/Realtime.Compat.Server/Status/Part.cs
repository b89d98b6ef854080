namespace Realtime.Compat.Server.Status;

/// <summary>One of the four parts a spoken conversation needs.</summary>
/// <param name="name">The name in /health: `speech_to_text`.</param>
/// <param name="look">Finds out how it is; may take seconds, may throw.</param>
internal sealed class Part(string name, Func<CancellationToken, Task<PartStatus>> look)
{
    /// <summary>Name of the part that hears whether somebody speaks.</summary>
    public const string VoiceActivity = "voice_activity";

    /// <summary>Name of the part that writes down what was said.</summary>
    public const string SpeechToText = "speech_to_text";

    /// <summary>Name of the part that answers.</summary>
    public const string Chat = "chat";

    /// <summary>Name of the part that speaks.</summary>
    public const string TextToSpeech = "text_to_speech";

    private volatile PartStatus _status = PartStatus.Unknown;

    /// <summary>The name in /health.</summary>
    public string Name { get; } = name;

    /// <summary>The name for people.</summary>
    public string Title { get; } = name.Replace('_', ' ');

    /// <summary>How it was when last looked at.</summary>
    public PartStatus Status => _status;

    /// <summary>Looks at it.</summary>
    /// <returns>Whether something changed.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var before = _status;
        try
        {
            _status = await look(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _status = before with { State = Backends.BackendState.Down, Detail = failure.Message };
        }

        return _status != before;
    }
}
