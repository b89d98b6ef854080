using System.Security.Cryptography;
using System.Text;

namespace Realtime.Compat.WebRtc.Stun;

/// <summary>A user name fragment and password of ICE (RFC 8445 section 5.3), made for one call.</summary>
internal sealed class IceCredentials
{
    private const string IceCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public IceCredentials(string userFragment, string password)
    {
        UserFragment = userFragment;
        Password = password;
        PasswordBytes = Encoding.ASCII.GetBytes(password);
    }

    /// <summary>Names the call in connectivity checks.</summary>
    public string UserFragment { get; }

    /// <summary>The key of the checks' MAC.</summary>
    public string Password { get; }

    /// <summary><see cref="Password"/> as the MAC's key.</summary>
    public byte[] PasswordBytes { get; }

    /// <summary>New ones: 72 bits to name the call, so that a stranger cannot guess it, and 144 bits of password.</summary>
    public static IceCredentials Create() => new(RandomNumberGenerator.GetString(IceCharacters, 12), RandomNumberGenerator.GetString(IceCharacters, 24));
}
