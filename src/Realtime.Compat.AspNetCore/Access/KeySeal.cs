using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Seals with a key of the operator's own: AES-256-GCM (NIST SP 800-38D), its key derived by HKDF (RFC 5869), a random nonce before and the tag behind.</summary>
internal sealed class KeySeal : ISeal, IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm _cipher;

    public KeySeal(string key) =>
        _cipher = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), 32, info: "realtime client secret"u8.ToArray()), TagBytes);

    public byte[] Close(byte[] content)
    {
        var closed = new byte[NonceBytes + content.Length + TagBytes];
        var nonce = closed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        _cipher.Encrypt(nonce, content, closed.AsSpan(NonceBytes, content.Length), closed.AsSpan(^TagBytes..));
        return closed;
    }

    public bool TryOpen(byte[] sealedContent, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        if (sealedContent.Length < NonceBytes + TagBytes)
            return false;
        var opened = new byte[sealedContent.Length - NonceBytes - TagBytes];
        try
        {
            _cipher.Decrypt(sealedContent.AsSpan(0, NonceBytes), sealedContent.AsSpan(NonceBytes, opened.Length), sealedContent.AsSpan(^TagBytes..), opened);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        content = opened;
        return true;
    }

    public void Dispose() => _cipher.Dispose();
}
