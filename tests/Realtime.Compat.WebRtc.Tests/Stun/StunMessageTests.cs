using System.Net;
using System.Text;
using Realtime.Compat.WebRtc.Stun;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Stun;

public class StunMessageTests
{
    [Fact]
    public void Reads_the_sample_request_of_RFC_5769()
    {
        Assert.True(StunMessage.TryRead(StunVectors.Request, out var message));

        Assert.Equal(StunMessageType.BindingRequest, message.Type);
        Assert.True(message.TryGet(StunAttribute.Username, out var name));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(name));
        Assert.True(message.TryGet(StunAttribute.IceControlled, out _));
        Assert.False(message.TryGet(StunAttribute.UseCandidate, out _));
        Assert.True(message.HasIntegrity(StunVectors.Password));
        Assert.False(message.HasIntegrity("another"u8));
    }

    [Theory]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677", true)]
    public void Writes_the_address_and_integrity_of_the_sample_responses_of_RFC_5769(string address, bool six)
    {
        var expected = six ? StunVectors.ResponseIPv6 : StunVectors.ResponseIPv4;
        Assert.True(StunMessage.TryRead(expected, out var sample));
        Assert.True(sample.HasIntegrity(StunVectors.Password));

        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingSuccess, sample.TransactionId);
        // The sample pads SOFTWARE with a space, which a writer of zeros cannot repeat: it takes that attribute whole.
        writer.Add(StunAttribute.Software, "test vector "u8);
        expected.AsSpan(22, 2).CopyTo(buffer.AsSpan(22));
        writer.AddXorMappedAddress(new IPEndPoint(IPAddress.Parse(address), 32_853));
        writer.AddIntegrity(StunVectors.Password);
        writer.AddFingerprint();

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(writer.Message));
    }

    [Fact]
    public void What_follows_the_integrity_was_not_vouched_for()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        writer.Add(StunAttribute.Username, "a:b"u8);
        writer.AddIntegrity("secret"u8);
        writer.Add(StunAttribute.UseCandidate, []);

        Assert.True(StunMessage.TryRead(writer.Message, out var message));
        Assert.True(message.HasIntegrity("secret"u8));
        Assert.False(message.TryGet(StunAttribute.UseCandidate, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(70)]
    [InlineData(107)]
    public void A_changed_byte_anywhere_breaks_the_message(int at)
    {
        var changed = (byte[])StunVectors.Request.Clone();
        changed[at] ^= 0x01;

        Assert.False(StunMessage.TryRead(changed, out _));
    }

    [Fact]
    public void Survives_hostile_messages()
    {
        var credentials = new IceCredentials("evtj", Encoding.ASCII.GetString(StunVectors.Password));
        var response = new byte[IceLiteAgent.LongestResponse];
        Mutations.Try([StunVectors.Request, StunVectors.ResponseIPv4, StunVectors.ResponseIPv6], input =>
        {
            if (!StunMessage.TryRead(input, out var message)) return;
            _ = message.AsksTheUnknown();
            _ = IceLiteAgent.TryReadUserFragment(message, out _);
            IceLiteAgent.Answer(message, new IPEndPoint(IPAddress.IPv6Loopback, 1), credentials, response, out var length);
            Assert.InRange(length, 0, response.Length);
        });
    }
}
