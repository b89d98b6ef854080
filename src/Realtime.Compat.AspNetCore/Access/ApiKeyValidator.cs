namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Says what is wrong with the keys, never saying a key.</summary>
internal static class ApiKeyValidator
{
    private const int MinLength = 8;
    private const int DigestDigits = 64;

    /// <summary>Every mistake, one sentence each.</summary>
    public static IReadOnlyList<string> MistakesIn(RealtimeOptions options)
    {
        const string File = $"{RealtimeOptions.Section}:{nameof(options.ApiKeysFile)}";
        try
        {
            var keys = ApiKeyRing.Configured(options);
            if (keys.Count == 0 && !string.IsNullOrEmpty(options.ApiKeysFile))
                return [$"{File} is \"{options.ApiKeysFile}\", and there is no key in it; write one a line."];
            var mistakes = keys.SelectMany((key, index) => MistakesIn(key, FormattableString.Invariant($"{RealtimeOptions.Section}:{nameof(options.ApiKeys)}, key {key.Name ?? (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}"))).ToList();
            if (keys.Where(key => key.Name is not null).GroupBy(key => key.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                mistakes.Add($"{RealtimeOptions.Section}:{nameof(options.ApiKeys)}: two keys are named \"{twice.Key}\"; give each a name of its own.");
            return mistakes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [$"{File} is \"{options.ApiKeysFile}\", and it cannot be read: {exception.Message}"];
        }
        catch (FormatException exception)
        {
            return [$"{File}: {exception.Message}."];
        }
    }

    private static IEnumerable<string> MistakesIn(ApiKeyOptions key, string name)
    {
        if (key.Key.StartsWith(ApiKeyOptions.HashPrefix, StringComparison.Ordinal))
        {
            var digest = key.Key[ApiKeyOptions.HashPrefix.Length..];
            if (digest.Length != DigestDigits || !digest.All(char.IsAsciiHexDigit))
                yield return $"{name}: sha256: must be followed by 64 hexadecimal digits; `printf %s KEY | sha256sum` prints them.";
        }
        else if (key.Key.Length < MinLength)
        {
            yield return $"{name} must have at least {MinLength} characters; `openssl rand -hex 24` makes a good one.";
        }
        else if (key.Key.StartsWith(ClientSecret.Prefix, StringComparison.Ordinal))
        {
            yield return $"{name} must not begin with {ClientSecret.Prefix}: that is how client secrets begin.";
        }

        if (key.MaxSessions < 1 || key.MaxCalls < 1 || key.MaxMinutesPerDay < 1)
            yield return $"{name}: a limit must be at least 1.";
    }
}
