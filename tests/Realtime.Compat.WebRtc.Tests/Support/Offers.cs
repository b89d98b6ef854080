namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>Offers as clients make them, shortened to the lines that mean something.</summary>
internal static class Offers
{
    public const string Fingerprint = "sha-256 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9";

    /// <summary>Chromium: audio and data channel, <c>max-bundle</c> by default policy.</summary>
    public static readonly string Chromium = Lines($"""
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS 9f
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:kAbc
        a=ice-pwd:1234567890123456789012ab
        a=ice-options:trickle
        a=fingerprint:{Fingerprint}
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=sendrecv
        a=msid:9f 1c
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        a=ssrc:1420 cname:aBcD
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=ice-ufrag:kAbc
        a=ice-pwd:1234567890123456789012ab
        a=ice-options:trickle
        a=fingerprint:{Fingerprint}
        a=setup:actpass
        a=mid:1
        a=sctp-port:5000
        a=max-message-size:262144
        """);

    /// <summary>Firefox: fingerprint and ICE options of the session, other payload types and mids, video that is not served.</summary>
    public static readonly string Firefox = Lines($"""
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 5710 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=fingerprint:{Fingerprint}
        a=group:BUNDLE audio video data
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=sendrecv
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=ice-pwd:abcdefabcdefabcdefabcdef
        a=ice-ufrag:01234567
        a=mid:audio
        a=rtcp-mux
        a=rtpmap:109 opus/48000/2
        a=rtpmap:9 G722/8000/1
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=setup:actpass
        m=video 9 UDP/TLS/RTP/SAVPF 120
        c=IN IP4 0.0.0.0
        a=recvonly
        a=mid:video
        a=rtcp-mux
        a=rtpmap:120 VP8/90000
        a=setup:actpass
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=sendrecv
        a=ice-pwd:abcdefabcdefabcdefabcdef
        a=ice-ufrag:01234567
        a=mid:data
        a=setup:actpass
        a=sctp-port:5000
        a=max-message-size:1073741823
        """);

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n") + "\r\n";
}
