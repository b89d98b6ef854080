using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>
/// Makes and reads client secrets. They are sealed and hold all they say, so that any replica with the same keys can check them and
/// none has to remember them.
/// </summary>
internal sealed class ClientSecrets(ISeal seal, IOptions<RealtimeOptions> options, TimeProvider clock)
{
    /// <summary>Longest secret: it travels in a header, beside others.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly ConcurrentDictionary<string, long> _spent = new();

    /// <summary>Makes a secret.</summary>
    /// <param name="secret">What it says.</param>
    /// <param name="value">The secret, <c>ek_…</c>.</param>
    /// <returns>False when it would be longer than <see cref="MaxLength"/>.</returns>
    public bool TryWrite(ClientSecret secret, [NotNullWhen(true)] out string? value)
    {
        using var packed = new MemoryStream();
        using (var packer = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            JsonSerializer.Serialize(packer, secret, ClientSecretJson.Default.ClientSecret);
        value = ClientSecret.Prefix + Base64Url.EncodeToString(seal.Close(packed.ToArray()));
        if (value.Length <= MaxLength)
            return true;
        value = null;
        return false;
    }

    /// <summary>Reads a secret, and spends it when it opens one session only.</summary>
    /// <param name="value">What a client presented.</param>
    /// <param name="secret">What it says.</param>
    public SecretState Read(string value, out ClientSecret? secret)
    {
        secret = Open(value);
        if (secret is null)
            return SecretState.Forged;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (secret.ExpiresAt <= now)
            return SecretState.Expired;
        return options.Value.ClientSecrets.SingleUse && !Spend(secret, now) ? SecretState.Spent : SecretState.Valid;
    }

    private ClientSecret? Open(string value)
    {
        try
        {
            if (value.Length > MaxLength || !seal.TryOpen(Base64Url.DecodeFromChars(value.AsSpan(ClientSecret.Prefix.Length)), out var packed))
                return null;
            using var unpacked = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
            return JsonSerializer.Deserialize(unpacked, ClientSecretJson.Default.ClientSecret);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private bool Spend(ClientSecret secret, long now)
    {
        foreach (var (id, expiresAt) in _spent)
        {
            if (expiresAt <= now)
                _spent.TryRemove(id, out _);
        }

        return _spent.TryAdd(secret.Id, secret.ExpiresAt);
    }
}
