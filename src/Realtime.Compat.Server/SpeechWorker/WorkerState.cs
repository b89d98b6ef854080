using Realtime.Compat.Backends;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>How the speech worker is.</summary>
/// <param name="State">Whether it can be asked.</param>
/// <param name="Url">Where it listens; null unless it is ready.</param>
/// <param name="Detail">One clause: what is so.</param>
internal sealed record WorkerState(BackendState State, Uri? Url, string Detail);
