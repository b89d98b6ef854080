namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>One run of the speech worker. Disposing ends it, by force if it does not end by itself soon.</summary>
internal interface IWorkerProcess : IAsyncDisposable
{
    /// <summary>The process's id.</summary>
    int Id { get; }

    /// <summary>Where it listens, once it says so; never completes for one that ends before.</summary>
    Task<Uri> Listening { get; }

    /// <summary>Why it ended, once it has: "exit code 3", "killed by SIGABRT (6)", with its last words if it had any.</summary>
    Task<string> Exited { get; }
}
