using System.Net;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Calls;

namespace Realtime.Compat.AspNetCore;

/// <summary>Says in one sentence each which setting is wrong and what it may be.</summary>
internal sealed class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        List<string> failures = [];
        Check(options.MaxSessionLength >= Second && options.MaxSessionLength <= TimeSpan.FromHours(24),
            nameof(options.MaxSessionLength), "must lie between 00:00:01 and 24 hours", options.MaxSessionLength);
        Check(options.MaxSessions >= 1, nameof(options.MaxSessions), "must be at least 1", options.MaxSessions);
        Check(options.DefaultInstructions is not null, nameof(options.DefaultInstructions), "must be a text, empty for none", null);
        Check(options.DefaultVoice is null || options.DefaultVoice.Trim().Length > 0, nameof(options.DefaultVoice), "must name a voice, or be absent", options.DefaultVoice);
        Check(options.MaxMessageBytes is >= 64 << 10 and <= 256 << 20, nameof(options.MaxMessageBytes), "must lie between 65536 and 268435456", options.MaxMessageBytes);
        Check(options.RateLimits.RequestsPerMinute is null or >= 1, $"{nameof(options.RateLimits)}:{nameof(RateLimitOptions.RequestsPerMinute)}", "must be at least 1, or be absent", options.RateLimits.RequestsPerMinute);
        Check(options.RateLimits.TokensPerMinute is null or >= 1, $"{nameof(options.RateLimits)}:{nameof(RateLimitOptions.TokensPerMinute)}", "must be at least 1, or be absent", options.RateLimits.TokensPerMinute);
        Check(options.MaxRetrievedAudioBytes >= 0, nameof(options.MaxRetrievedAudioBytes), "must be at least 0", options.MaxRetrievedAudioBytes);
        CheckTime(options.KeepAliveInterval, nameof(options.KeepAliveInterval));
        CheckTime(options.KeepAliveTimeout, nameof(options.KeepAliveTimeout));
        Check(options.AudioLead == TimeSpan.Zero || (options.AudioLead >= TimeSpan.FromMilliseconds(200) && options.AudioLead <= TimeSpan.FromMinutes(10)),
            nameof(options.AudioLead), "must be 00:00:00 for no limit, or lie between 00:00:00.2 and 00:10:00", options.AudioLead);
        CheckTime(options.SendTimeout, nameof(options.SendTimeout));
        Check(options.OutboxRoomBytes >= 64 << 10, nameof(options.OutboxRoomBytes), "must be at least 65536", options.OutboxRoomBytes);
        Check(options.OutboxLimitBytes > options.OutboxRoomBytes, nameof(options.OutboxLimitBytes), $"must be more than {nameof(options.OutboxRoomBytes)}", options.OutboxLimitBytes);
        Check(options.MaxConnectsPerMinute is >= 1 and <= 1_000_000, nameof(options.MaxConnectsPerMinute), "must lie between 1 and 1000000", options.MaxConnectsPerMinute);
        Check(options.MaxBufferedAudio >= Second && options.MaxBufferedAudio <= TimeSpan.FromMinutes(60),
            nameof(options.MaxBufferedAudio), "must lie between 00:00:01 and 01:00:00", options.MaxBufferedAudio);
        Check(options.ClientSecrets.SigningKey is null or { Length: >= ClientSecretOptions.MinKeyLength },
            $"{nameof(options.ClientSecrets)}:{nameof(ClientSecretOptions.SigningKey)}", "must have at least 32 characters; `openssl rand -base64 32` makes one", "shorter");
        CheckCalls(options.Calls);
        failures.AddRange(ApiKeyValidator.MistakesIn(options));
        if (options.DefaultTurnDetection is { } turns)
        {
            const string Turns = nameof(options.DefaultTurnDetection);
            Check(turns.Threshold is >= 0 and <= 1, $"{Turns}:{nameof(turns.Threshold)}", "must lie between 0 and 1", turns.Threshold);
            Check(turns.PrefixPaddingMs is >= 0 and <= 10_000, $"{Turns}:{nameof(turns.PrefixPaddingMs)}", "must lie between 0 and 10000", turns.PrefixPaddingMs);
            Check(turns.SilenceDurationMs is >= 50 and <= 10_000, $"{Turns}:{nameof(turns.SilenceDurationMs)}", "must lie between 50 and 10000", turns.SilenceDurationMs);
            Check(turns.IdleTimeoutMs is null or (>= 5_000 and <= 30_000), $"{Turns}:{nameof(turns.IdleTimeoutMs)}", "must lie between 5000 and 30000, or be absent", turns.IdleTimeoutMs);
        }

        if (options.TurnTaking is { } manners)
        {
            Check(manners.ConfirmInterruptionMs is >= 64 and <= 5_000, $"{nameof(options.TurnTaking)}:{nameof(manners.ConfirmInterruptionMs)}",
                "must lie between 64 and 5000", manners.ConfirmInterruptionMs);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckCalls(CallOptions calls)
        {
            const string Calls = nameof(options.Calls);
            Check(calls.Port is >= 0 and <= 65535, $"{Calls}:{nameof(calls.Port)}", "must lie between 0 and 65535", calls.Port);
            Check(calls.AnnouncePort is >= 0 and <= 65535, $"{Calls}:{nameof(calls.AnnouncePort)}", "must lie between 0 and 65535", calls.AnnouncePort);
            Check(calls.MaxCalls >= 1, $"{Calls}:{nameof(calls.MaxCalls)}", "must be at least 1", calls.MaxCalls);
            Check(calls.ConnectTimeout >= Second && calls.ConnectTimeout <= TimeSpan.FromMinutes(2),
                $"{Calls}:{nameof(calls.ConnectTimeout)}", "must lie between 00:00:01 and 00:02:00", calls.ConnectTimeout);
            Check(calls.ConsentTimeout >= TimeSpan.FromSeconds(5) && calls.ConsentTimeout <= TimeSpan.FromSeconds(30),
                $"{Calls}:{nameof(calls.ConsentTimeout)}", "must lie between 00:00:05 and 00:00:30", calls.ConsentTimeout);
            foreach (var address in calls.Listen.Concat(calls.Announce).Where(address => !IPAddress.TryParse(address, out _)))
                failures.Add($"{RealtimeOptions.Section}:{Calls}: \"{address}\" is no IP address; write one such as 192.168.1.5, or 0.0.0.0 for all.");
        }

        void CheckTime(TimeSpan value, string setting) =>
            Check(value >= Second && value <= TimeSpan.FromMinutes(10), setting, "must lie between 00:00:01 and 00:10:00", value);

        void Check(bool valid, string setting, string rule, object? value)
        {
            if (!valid)
                failures.Add(FormattableString.Invariant($"{RealtimeOptions.Section}:{setting} {rule}; it is {value ?? "absent"}."));
        }
    }
}
