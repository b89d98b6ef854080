namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>Starts the speech worker.</summary>
internal interface IWorkerLauncher
{
    /// <summary>What it starts, as an operator knows it.</summary>
    string Command { get; }

    /// <summary>Starts one process.</summary>
    /// <exception cref="Configuration.OperatorException">It cannot be started: one sentence.</exception>
    IWorkerProcess Launch();
}
