using System.Net;
using System.Text;

namespace Realtime.Compat.WebRtc.Stun;

/// <summary>
/// The part of ICE that a server on reachable addresses needs (ICE-lite, RFC 8445 sections 2.5 and 7.3): the peer checks, this side
/// answers. Sans-I/O.
/// </summary>
internal static class IceLiteAgent
{
    /// <summary>Bytes that a response needs at most.</summary>
    public const int LongestResponse = 128;

    /// <summary>Whose check it is: the fragment before the colon of USERNAME.</summary>
    /// <returns>False for anything but a Binding request with a user name.</returns>
    public static bool TryReadUserFragment(StunMessage message, out string userFragment)
    {
        userFragment = "";
        if (message.Type != StunMessageType.BindingRequest || !message.TryGet(StunAttribute.Username, out var name)) return false;
        var colon = name.IndexOf((byte)':');
        if (colon is < 1 or > 256) return false;
        userFragment = Encoding.ASCII.GetString(name[..colon]);
        return true;
    }

    /// <summary>Judges a check by the call's password and writes the answer.</summary>
    /// <param name="request">A Binding request.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="credentials">The call's.</param>
    /// <param name="response">At least <see cref="LongestResponse"/> bytes.</param>
    /// <param name="length">Bytes to send back.</param>
    /// <returns>What the check was; nothing is to be sent back for <see cref="IceCheck.Foreign"/>.</returns>
    public static IceCheck Answer(StunMessage request, IPEndPoint from, IceCredentials credentials, Span<byte> response, out int length)
    {
        length = 0;
        if (!request.HasIntegrity(credentials.PasswordBytes)) return IceCheck.Foreign;
        if (request.AsksTheUnknown())
        {
            length = Refuse(request, credentials, response, 420, "Unknown Attribute"u8);
            return IceCheck.Refused;
        }
        // A lite agent is always the controlled one; a peer that believes the same has to change (RFC 8445 section 7.3.1.1).
        if (request.TryGet(StunAttribute.IceControlled, out _))
        {
            length = Refuse(request, credentials, response, 487, "Role Conflict"u8);
            return IceCheck.Refused;
        }
        var writer = new StunWriter(response, StunMessageType.BindingSuccess, request.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(credentials.PasswordBytes);
        writer.AddFingerprint();
        length = writer.Message.Length;
        return request.TryGet(StunAttribute.UseCandidate, out _) ? IceCheck.Nominated : IceCheck.Valid;
    }

    private static int Refuse(StunMessage request, IceCredentials credentials, Span<byte> response, int code, ReadOnlySpan<byte> reason)
    {
        var writer = new StunWriter(response, StunMessageType.BindingError, request.TransactionId);
        writer.AddErrorCode(code, reason);
        writer.AddIntegrity(credentials.PasswordBytes);
        writer.AddFingerprint();
        return writer.Message.Length;
    }
}
