namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>The keys that DTLS exports for SRTP (RFC 5764 section 4.2): client key, server key, client salt, server salt.</summary>
/// <param name="Profile">Which the handshake agreed on.</param>
/// <param name="Material">All four, one after the other.</param>
internal sealed record SrtpKeyMaterial(SrtpProfile Profile, byte[] Material)
{
    /// <summary>Keys of one direction.</summary>
    /// <param name="client">Of what the DTLS client sends; false: the server.</param>
    public SrtpSessionKeys Derive(bool client)
    {
        var (key, salt) = (Profile.KeyLength(), Profile.SaltLength());
        return SrtpSessionKeys.Derive(
            Profile, Material.AsSpan(client ? 0 : key, key), Material.AsSpan(2 * key + (client ? 0 : salt), salt));
    }
}
