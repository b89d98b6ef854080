namespace Realtime.Compat.Backends;

/// <summary>Finds out how a chat server is, and gets its model loaded.</summary>
internal interface IBackendProbe
{
    /// <summary>What the backend is called, with nothing known yet.</summary>
    BackendStatus Unknown { get; }

    /// <summary>Whether anything answers at the address, asked quickly.</summary>
    Task<bool> AnswersAsync(CancellationToken cancellationToken);

    /// <summary>Whether the model, ready before, is still loaded.</summary>
    Task<bool> IsWarmAsync(CancellationToken cancellationToken);

    /// <summary>Has the model loaded and answers one token. Takes minutes on a cold disk.</summary>
    /// <returns>Ready, Starting (ask again) or Down, with a sentence.</returns>
    Task<BackendStatus> WarmUpAsync(CancellationToken cancellationToken);
}
