using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>
/// <c>POST …/realtime/client_secrets</c>, and beta's <c>…/sessions</c> and <c>…/transcription_sessions</c>: a short-lived key for a browser,
/// with the session it opens bound in (PROTOCOL.md, section A).
/// </summary>
internal sealed class ClientSecretsEndpoint(ClientSecrets secrets, SessionFactory factory, IOptions<RealtimeOptions> options, TimeProvider clock)
{
    private const int DefaultSeconds = 600;
    private const int MinSeconds = 10;
    private const int MaxSeconds = 7200;

    /// <summary>Beta's secrets hold a minute.</summary>
    private const int BetaSeconds = 60;

    /// <summary>Makes a secret.</summary>
    public async Task CreateAsync(HttpContext context, Caller caller)
    {
        RefuseSecrets(caller);
        var body = await JsonBody.ReadAsync(context.Request).ConfigureAwait(false);
        var seconds = DefaultSeconds;
        JsonElement? session = null;
        foreach (var field in body.EnumerateObject())
        {
            switch (field.Name)
            {
                case "expires_after":
                    seconds = SecondsOf(field.Value, field.Name, DefaultSeconds);
                    break;
                case "session":
                    session = field.Value.ValueKind is JsonValueKind.Object ? field.Value : throw Invalid(ErrorCodes.InvalidType, field.Name, "expected an object");
                    break;
                default:
                    throw new RequestException(StatusCodes.Status400BadRequest, new RealtimeError
                    {
                        Code = ErrorCodes.UnknownParameter,
                        Message = $"Unknown parameter: '{field.Name}'.",
                        Param = field.Name,
                    });
            }
        }

        var kind = session is { } given ? SessionObject.KindOf(given) : SessionKind.Realtime;
        var (secret, value, configuration) = Make(caller, Dialect.Ga, kind, session, isRoot: false, seconds);
        await WriteAsync(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            json.WriteNumber("expires_at", secret.ExpiresAt);
            json.WritePropertyName("session");
            configuration.WriteTo(json);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>Makes a secret of the beta API.</summary>
    public async Task CreateBetaAsync(HttpContext context, Caller caller, SessionKind kind)
    {
        if (!options.Value.ExposeBeta)
            throw new RequestException(StatusCodes.Status400BadRequest, WebSockets.ConnectErrors.BetaDisabled());
        RefuseSecrets(caller);
        var body = await JsonBody.ReadAsync(context.Request).ConfigureAwait(false);
        var seconds = BetaSeconds;
        if (body.TryGetProperty("client_secret", out var wish) && wish.ValueKind is JsonValueKind.Object && wish.TryGetProperty("expires_after", out var expiry))
            seconds = SecondsOf(expiry, "client_secret.expires_after", BetaSeconds);
        else if (body.TryGetProperty("expires_after", out expiry))
            seconds = SecondsOf(expiry, "expires_after", BetaSeconds);

        var (secret, value, configuration) = Make(caller, Dialect.Beta, kind, Without(body, "client_secret", "expires_after"), isRoot: true, seconds);
        await WriteAsync(context.Response, json =>
        {
            json.WriteStartObject();
            foreach (var field in configuration.EnumerateObject().Where(field => field.Name != "client_secret"))
                field.WriteTo(json);
            json.WriteStartObject("client_secret");
            json.WriteString("value", value);
            json.WriteNumber("expires_at", secret.ExpiresAt);
            json.WriteEndObject();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private (ClientSecret Secret, string Value, JsonElement Session) Make(Caller caller, Dialect dialect, SessionKind kind, JsonElement? session, bool isRoot, int seconds)
    {
        var patch = session is { } given ? SessionObject.Read(dialect, kind, given, isRoot) : new SessionPatch { Kind = kind };
        var start = new SessionStart(kind, kind is SessionKind.Transcription ? "" : patch.Model.Or(SessionStart.DefaultModel)) { Patches = [patch] };
        var secret = new ClientSecret
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            ExpiresAt = clock.GetUtcNow().ToUnixTimeSeconds() + seconds,
            KeyName = caller.Key?.Name,
            Kind = kind,
            Model = start.Model,
            IsBeta = dialect == Dialect.Beta,
            Session = session?.GetRawText(),
        };
        if (!secrets.TryWrite(secret, out var value))
        {
            throw new RequestException(StatusCodes.Status400BadRequest, new RealtimeError
            {
                Code = ErrorCodes.InvalidValue,
                Message = "The session's configuration is too long to travel in a client secret. Bind in less of it, and send the rest in a session.update.",
                Param = "session",
            });
        }

        return (secret, value, SessionObject.Write(dialect, factory.Configure(start, expiresAt: 0)));
    }

    private static void RefuseSecrets(Caller caller)
    {
        if (caller.Secret is not null)
            throw new RequestException(AccessErrors.SecretMayNot().HttpStatus, AccessErrors.SecretMayNot().Error);
    }

    private static int SecondsOf(JsonElement expiry, string name, int unset)
    {
        if (expiry.ValueKind is JsonValueKind.Null)
            return unset;
        if (expiry.ValueKind is not JsonValueKind.Object)
            throw Invalid(ErrorCodes.InvalidType, name, "expected an object");
        if (expiry.TryGetProperty("anchor", out var anchor) && !(anchor.ValueKind is JsonValueKind.String && anchor.ValueEquals("created_at")))
            throw Invalid(ErrorCodes.InvalidValue, $"{name}.anchor", "expected 'created_at'");
        if (!expiry.TryGetProperty("seconds", out var seconds) || seconds.ValueKind is JsonValueKind.Null)
            return unset;
        if (seconds.ValueKind is not JsonValueKind.Number || !seconds.TryGetInt32(out var value))
            throw Invalid(ErrorCodes.InvalidType, $"{name}.seconds", "expected an integer");
        return value switch
        {
            < MinSeconds => throw Invalid("integer_below_min_value", $"{name}.seconds", FormattableString.Invariant($"expected a value >= {MinSeconds}, but got {value}")),
            > MaxSeconds => throw Invalid("integer_above_max_value", $"{name}.seconds", FormattableString.Invariant($"expected a value <= {MaxSeconds}, but got {value}")),
            _ => value,
        };
    }

    private static RequestException Invalid(string code, string param, string what) => new(StatusCodes.Status400BadRequest, new RealtimeError
    {
        Code = code,
        Message = $"Invalid '{param}': {what}.",
        Param = param,
    });

    private static JsonElement Without(JsonElement body, params ReadOnlySpan<string> names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in body.EnumerateObject())
            {
                if (!names.Contains(field.Name))
                    field.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }

    private static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        write(json);
        await json.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
