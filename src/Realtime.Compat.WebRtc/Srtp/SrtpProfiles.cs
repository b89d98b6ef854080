namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>Sizes of the profiles' keys.</summary>
internal static class SrtpProfiles
{
    /// <summary>Whether a number is a profile that is used here.</summary>
    public static bool TryGet(ushort number, out SrtpProfile profile)
    {
        profile = (SrtpProfile)number;
        return Enum.IsDefined(profile);
    }

    /// <summary>Bytes of a master key.</summary>
    public static int KeyLength(this SrtpProfile _) => 16;

    /// <summary>Bytes of a master salt: 14, but 12 for GCM (RFC 7714 section 12).</summary>
    public static int SaltLength(this SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
}
