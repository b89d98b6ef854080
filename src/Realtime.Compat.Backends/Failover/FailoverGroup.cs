using Microsoft.Extensions.Logging;

namespace Realtime.Compat.Backends.Failover;

/// <summary>
/// Several servers for the same work: the first that is well is asked, the next when it fails before anything of its answer came. One
/// that keeps failing is left alone for a while, so that users do not wait for it turn after turn.
/// </summary>
/// <typeparam name="TClient">What asks a server.</typeparam>
internal sealed partial class FailoverGroup<TClient> : IDisposable
    where TClient : class, IDisposable
{
    private readonly List<(TClient Client, Breaker Breaker)> _members;
    private readonly string _label;
    private readonly ILogger _log;

    /// <summary>Makes a group.</summary>
    /// <param name="label">What its members are, as failures speak of them: "speech servers".</param>
    /// <param name="clients">The servers' clients, the preferred one first. The group owns them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Says when one is left alone and when it is asked again.</param>
    public FailoverGroup(string label, IReadOnlyList<TClient> clients, TimeProvider time, ILogger log)
    {
        (_label, _log) = (label, log);
        _members = [.. clients.Select((client, index) => (client, new Breaker(time, code => LogOpened(_label, index + 1, code, Breaker.Rest.TotalSeconds), () => LogClosed(_label, index + 1))))];
    }

    /// <summary>The preferred server's client.</summary>
    public TClient First => _members[0].Client;

    /// <summary>All clients, the preferred one first.</summary>
    public IReadOnlyList<TClient> Clients => [.. _members.Select(member => member.Client)];

    /// <summary>Asks until an answer begins, and gives it; from then on its failures are the caller's.</summary>
    /// <param name="ask">Asks one server; called with its place in the list, from 0.</param>
    /// <param name="cancellationToken">Ends the call; no further server is asked then.</param>
    /// <exception cref="BackendException">No server began an answer: the last one's failure.</exception>
    public async IAsyncEnumerable<TUpdate> StreamAsync<TUpdate>(
        Func<TClient, int, IAsyncEnumerable<TUpdate>> ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (answer, isEmpty) = await BeginAsync(ask, cancellationToken);
        await using (answer)
        {
            for (var more = !isEmpty; more; more = await answer.MoveNextAsync())
                yield return answer.Current;
        }
    }

    public void Dispose() => _members.ForEach(member => member.Client.Dispose());

    private async ValueTask<(IAsyncEnumerator<TUpdate> Answer, bool IsEmpty)> BeginAsync<TUpdate>(
        Func<TClient, int, IAsyncEnumerable<TUpdate>> ask, CancellationToken cancellationToken)
    {
        BackendException? last = null;
        for (var index = 0; index < _members.Count; index++)
        {
            var (client, breaker) = _members[index];
            try
            {
                var (isAsked, answer) = await breaker.TryAsync(token => FirstAsync(ask(client, index), token), cancellationToken);
                if (isAsked)
                    return answer;
            }
            catch (BackendException failure) when (Breaker.MayBeOthers(failure))
            {
                last = failure;
                if (index + 1 < _members.Count)
                    LogNext(_label, index + 1, failure.Code);
            }
        }

        throw last ?? new BackendException(BackendErrorCodes.Unreachable, $"None of the {_members.Count} {_label} works at the moment; they are asked again within {Breaker.Rest.TotalSeconds:0} s.");
    }

    private static async ValueTask<(IAsyncEnumerator<TUpdate> Answer, bool IsEmpty)> FirstAsync<TUpdate>(IAsyncEnumerable<TUpdate> updates, CancellationToken cancellationToken)
    {
        var answer = updates.GetAsyncEnumerator(cancellationToken);
        try
        {
            return (answer, !await answer.MoveNextAsync());
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "Of the {Label}, number {Number} failed ({Code}); the next is asked.")]
    private partial void LogNext(string label, int number, string code);

    [LoggerMessage(31, LogLevel.Warning, "Of the {Label}, number {Number} keeps failing ({Code}) and is left alone for {Seconds} s.")]
    private partial void LogOpened(string label, int number, string code, double seconds);

    [LoggerMessage(32, LogLevel.Information, "Of the {Label}, number {Number} works again.")]
    private partial void LogClosed(string label, int number);
}
