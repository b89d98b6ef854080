using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Sessions;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Decides who may use the server: how often an address may knock, which pages may, who holds a key.</summary>
internal sealed class Gate : IDisposable
{
    /// <summary>Somebody without a key, where none is needed.</summary>
    private static readonly Caller Nobody = new(null, null);

    private readonly ApiKeyRing _keys;
    private readonly ClientSecrets _secrets;
    private readonly OriginPolicy _origins;
    private readonly ConnectLimiter _limiter;
    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    public Gate(ApiKeyRing keys, ClientSecrets secrets, OriginPolicy origins, ConnectLimiter limiter, IMeterFactory meters)
    {
        _keys = keys;
        _secrets = secrets;
        _origins = origins;
        _limiter = limiter;
        _meter = meters.Create(ActiveSessions.MeterName);
        _refused = _meter.CreateCounter<long>("realtime.access.refused", "{request}", "Clients refused for want of a right.");
    }

    /// <summary>Lets a client in, or not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">WebSocket subprotocols offered; empty for a plain request.</param>
    /// <param name="caller">Who it is.</param>
    /// <param name="refusal">Why it is not let in.</param>
    public bool TryEnter(HttpRequest request, IList<string> offered, out Caller caller, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = Judge(request, offered, out caller);
        if (refusal is null)
            return true;
        _refused.Add(1, new KeyValuePair<string, object?>("error.type", refusal.Error.Code ?? "missing_api_key"));
        return false;
    }

    public void Dispose() => _meter.Dispose();

    private Refusal? Judge(HttpRequest request, IList<string> offered, out Caller caller)
    {
        caller = Nobody;
        if (!_limiter.TryEnter(request.HttpContext.Connection.RemoteIpAddress))
            return AccessErrors.TooManyConnects(_limiter.PerMinute);

        // A foreign page must not even learn whether its key is good.
        var origin = request.Headers.Origin.ToString();
        if (!_origins.Allows(request, holdsKey: true))
            return AccessErrors.ForeignOrigin(origin);
        if (Know(Credential.Of(request, offered).Value, ref caller) is { } refusal)
            return refusal;
        return _origins.Allows(request, holdsKey: caller != Nobody) ? null : AccessErrors.ForeignOrigin(origin);
    }

    /// <summary>A client secret is checked wherever one is shown; any other key only where keys are needed.</summary>
    private Refusal? Know(string credential, ref Caller caller)
    {
        if (credential.StartsWith(ClientSecret.Prefix, StringComparison.Ordinal))
            return KnowSecret(credential, ref caller);
        if (!_keys.IsRequired)
            return null;
        if (credential.Length == 0)
            return AccessErrors.MissingKey();
        if (_keys.Find(credential) is not { } key)
            return AccessErrors.WrongKey(credential);
        caller = new Caller(key, null);
        return null;
    }

    private Refusal? KnowSecret(string credential, ref Caller caller)
    {
        switch (_secrets.Read(credential, out var secret))
        {
            case SecretState.Forged:
                return AccessErrors.ForgedSecret();
            case SecretState.Expired:
                return AccessErrors.ExpiredSecret();
            case SecretState.Spent:
                return AccessErrors.SpentSecret();
        }

        // The secret is worth no more than the key it was asked for with.
        var key = secret!.KeyName is { } name ? _keys.Named(name) : null;
        if (_keys.IsRequired && key is null)
            return AccessErrors.ForgedSecret();
        caller = new Caller(key, secret);
        return null;
    }
}
