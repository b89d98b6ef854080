using System.Text.Json;

namespace Realtime.Compat.Backends.OpenAI.Live;

/// <summary>
/// Knows whether the worker follows speech, by its `GET /health`: `live_transcription` names the WebSocket, `follows_speech` says that the recogniser is
/// made for it. Asked apart from any turn; what was answered holds for a while, and for that worker only.
/// </summary>
internal sealed class LiveOffer(SpeechServer server, bool byAnyRecogniser) : IDisposable
{
    /// <summary>A worker that is given another model is started anew, mostly at another address: this is for one that is run elsewhere.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _use = new();
    private (Uri? Root, bool Follows, long At) _known;
    private Task _looking = Task.CompletedTask;

    /// <summary>Whether it does, as far as is known; looks again when that is old.</summary>
    public bool Holds
    {
        get
        {
            var root = server.Root;
            lock (_use)
            {
                var isCurrent = _known.Root is not null && _known.Root == root;
                if (_looking.IsCompleted && root is not null && !_stop.IsCancellationRequested && (!isCurrent || server.Time.GetElapsedTime(_known.At) > Validity))
                    _looking = LookAsync(root);
                return isCurrent && _known.Follows;
            }
        }
    }

    /// <summary>Ends when it is known: at once, unless that is old.</summary>
    public Task LookAsync(CancellationToken cancellationToken)
    {
        _ = Holds;
        lock (_use)
            return _looking.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        lock (_use)
            _stop.Cancel();
    }

    private async Task LookAsync(Uri root)
    {
        try
        {
            var health = await server.HealthAsync(_stop.Token);
            lock (_use)
                _known = (root, Follows(health), server.Time.GetTimestamp());
        }
        catch (OperationCanceledException)
        {
            // Nobody will ask any more.
        }
    }

    private bool Follows(JsonElement? health) =>
        health is { ValueKind: JsonValueKind.Object } said
        && said.TryGetProperty("live_transcription", out var path) && path.ValueKind == JsonValueKind.String
        && (byAnyRecogniser || said.TryGetProperty("follows_speech", out var follows) && follows.ValueKind == JsonValueKind.True);
}
