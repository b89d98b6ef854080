using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Seals with the app's Data Protection keys.</summary>
internal sealed class DataProtectionSeal(IDataProtectionProvider provider) : ISeal
{
    private readonly IDataProtector _protector = provider.CreateProtector("Realtime.Compat.ClientSecret");

    public byte[] Close(byte[] content) => _protector.Protect(content);

    public bool TryOpen(byte[] sealedContent, [NotNullWhen(true)] out byte[]? content)
    {
        try
        {
            content = _protector.Unprotect(sealedContent);
            return true;
        }
        catch (CryptographicException)
        {
            content = null;
            return false;
        }
    }
}
