namespace Realtime.Compat.WebRtc.Tests.Support;

internal static class Hex
{
    /// <summary>Bytes of a string of hexadecimal digits with white space anywhere.</summary>
    public static byte[] Bytes(string digits) => Convert.FromHexString(string.Concat(digits.Where(character => !char.IsWhiteSpace(character))));
}
