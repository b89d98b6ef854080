using System.Globalization;
using Microsoft.Extensions.Options;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>The keys that clients may connect with, read once at start.</summary>
internal sealed class ApiKeyRing
{
    private readonly List<ApiKey> _keys;

    public ApiKeyRing(IOptions<RealtimeOptions> options, TimeProvider clock)
    {
        _keys = [.. Configured(options.Value).Select((key, index) => new ApiKey(key.Name ?? (index + 1).ToString(CultureInfo.InvariantCulture), key, clock))];
    }

    /// <summary>Whether a client needs a key.</summary>
    public bool IsRequired => _keys.Count > 0;

    /// <summary>Every key of the settings and of the file.</summary>
    /// <exception cref="FormatException">The file cannot be understood.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<ApiKeyOptions> Configured(RealtimeOptions options)
    {
        // An environment variable that is set to nothing is none.
        var written = options.ApiKeys.Where(key => key.Key.Length > 0);
        return string.IsNullOrEmpty(options.ApiKeysFile) ? [.. written] : [.. written, .. ApiKeyFile.Read(File.ReadLines(options.ApiKeysFile))];
    }

    /// <summary>Finds a key as a client presents it. Compares with every key, whichever fits.</summary>
    /// <param name="presented">What the client sent.</param>
    /// <returns>Null when there is no such key.</returns>
    public ApiKey? Find(string presented)
    {
        var digest = ApiKey.DigestOf(presented);
        ApiKey? found = null;
        foreach (var key in _keys)
        {
            if (key.Matches(digest))
                found ??= key;
        }

        return found;
    }

    /// <summary>Finds the key that issued a client secret.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null when it is not on the ring any more.</returns>
    public ApiKey? Named(string name) => _keys.Find(key => key.Name == name);
}
