using System.Net;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Tests.Stun;

public class IceLiteAgentTests
{
    private static readonly IPEndPoint From = new(IPAddress.Parse("192.0.2.7"), 4711);

    private readonly IceCredentials _credentials = IceCredentials.Create();
    private readonly byte[] _response = new byte[IceLiteAgent.LongestResponse];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_check_is_answered_with_the_address_it_came_from(bool nominate)
    {
        var check = Check(_credentials.PasswordBytes, nominate ? StunAttribute.UseCandidate : null, out var response);

        Assert.Equal(nominate ? IceCheck.Nominated : IceCheck.Valid, check);
        Assert.True(StunMessage.TryRead(response, out var message));
        Assert.Equal(StunMessageType.BindingSuccess, message.Type);
        Assert.True(message.HasIntegrity(_credentials.PasswordBytes));
        Assert.True(message.TryGet(StunAttribute.XorMappedAddress, out var address));
        Assert.Equal(4711 ^ 0x2112, (address[2] << 8) | address[3]);
    }

    [Fact]
    public void A_check_with_a_wrong_password_is_not_answered()
    {
        Assert.Equal(IceCheck.Foreign, Check("a guess"u8.ToArray(), null, out var response));
        Assert.Empty(response);
    }

    [Fact]
    public void A_peer_that_believes_to_be_controlled_is_told_to_change()
    {
        Assert.Equal(IceCheck.Refused, Check(_credentials.PasswordBytes, StunAttribute.IceControlled, out var response));
        Assert.Equal(487, ErrorCode(response));
    }

    [Fact]
    public void An_attribute_that_must_be_understood_and_is_not_is_refused()
    {
        Assert.Equal(IceCheck.Refused, Check(_credentials.PasswordBytes, (StunAttribute)0x7F01, out var response));
        Assert.Equal(420, ErrorCode(response));
    }

    [Fact]
    public void The_name_of_the_call_is_what_stands_before_the_colon()
    {
        Assert.True(StunMessage.TryRead(StunVectors.Request, out var message));
        Assert.True(IceLiteAgent.TryReadUserFragment(message, out var name));
        Assert.Equal("evtj", name);
    }

    [Fact]
    public void Credentials_are_long_enough_and_never_the_same()
    {
        var other = IceCredentials.Create();

        Assert.InRange(other.UserFragment.Length, 4, 256);
        Assert.InRange(other.Password.Length, 22, 256);
        Assert.NotEqual(_credentials.UserFragment, other.UserFragment);
        Assert.NotEqual(_credentials.Password, other.Password);
    }

    private static int ErrorCode(byte[] response)
    {
        Assert.True(StunMessage.TryRead(response, out var message));
        Assert.Equal(StunMessageType.BindingError, message.Type);
        Assert.True(message.TryGet(StunAttribute.ErrorCode, out var error));
        return error[2] * 100 + error[3];
    }

    private IceCheck Check(byte[] password, StunAttribute? extra, out byte[] response)
    {
        var writer = new StunWriter(new byte[256], StunMessageType.BindingRequest, new byte[12]);
        writer.Add(StunAttribute.Username, "me:you"u8);
        if (extra is { } attribute) writer.Add(attribute, attribute == StunAttribute.UseCandidate ? [] : new byte[8]);
        writer.AddIntegrity(password);
        writer.AddFingerprint();
        Assert.True(StunMessage.TryRead(writer.Message, out var message));
        var check = IceLiteAgent.Answer(message, From, _credentials, _response, out var length);
        response = _response[..length];
        return check;
    }
}
