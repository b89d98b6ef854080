namespace Realtime.Compat.WebRtc.Stun;

/// <summary>STUN messages of the one method ICE needs, Binding (RFC 8489 section 18.2).</summary>
internal enum StunMessageType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}
