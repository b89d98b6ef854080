using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Dialects.Reading;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Protocol.Tests;

public class AppendTests
{
    [Theory]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAEC/w=="}""", null)]
    [InlineData("""{"audio":"AAEC/w==","event_id":"e","type":"input_audio_buffer.append"}""", "e")]
    [InlineData("""{"event_id":"e","type":"input_audio_buffer.append","audio":"AAEC\/w=="}""", "e")]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAEC\r\n/w==\n"}""", null)]
    [InlineData("""  { "type" : "input_audio_buffer.append" , "audio" : "\u0041AEC/w==" } """, null)]
    public void Fast_path(string json, string? eventId)
    {
        Assert.True(AppendReader.TryRead(Json.Utf8(json), out var append));
        using var audio = append.Audio;

        Assert.Equal([0, 1, 2, 255], audio.Span.ToArray());
        Assert.Equal(eventId, append.EventId);
    }

    [Theory]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAAA","audio":"AAEC/w=="}""", null)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAEC/w==","event_id":null}""", null)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAEC/w==","event_id":"\u00fc"}""", "ü")]
    public void Slow_path_reads_the_unusual(string json, string? eventId)
    {
        Assert.False(AppendReader.TryRead(Json.Utf8(json), out _));
        var append = Dialect.Ga.Read<InputAudioBufferAppend>(json);
        using var audio = append.Audio;

        Assert.Equal([0, 1, 2, 255], audio.Span.ToArray());
        Assert.Equal(eventId, append.EventId);
    }

    [Fact]
    public void Audio_of_any_length_arrives_as_it_was()
    {
        var random = new Random(7);
        for (var length = 0; length < 2000; length += 13)
        {
            var sent = new byte[length];
            random.NextBytes(sent);
            using var audio = Dialect.Beta.Read<InputAudioBufferAppend>(
                $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(sent)}}"}""").Audio;
            Assert.Equal(sent, audio.Span.ToArray());
        }
    }

    [Theory]
    [InlineData(AudioBase64.MaxBytes, true)]
    [InlineData(AudioBase64.MaxBytes + 1, false)]
    public void More_than_15_MiB_is_refused(int bytes, bool accepted)
    {
        var reading = Dialect.Ga.Read($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[bytes])}}"}""");
        (reading.Event as InputAudioBufferAppend)?.Dispose();

        Assert.Equal(accepted, reading.IsEvent);
        if (!accepted)
            Assert.Equal((ErrorCodes.InvalidValue, "audio"), (reading.Error!.Code, reading.Error.Param));
    }

    [Fact]
    public void An_event_that_was_disposed_is_used_again_with_other_audio_and_no_id()
    {
        for (var i = 0; i < 100; i++)
        {
            var sent = Enumerable.Range(0, i * 37).Select(n => (byte)(n + i)).ToArray();
            var id = i % 3 == 0 ? $"e{i}" : null;
            var idField = id is null ? "" : $"\"event_id\":\"{id}\",";
            var append = Dialect.Ga.Read<InputAudioBufferAppend>($$"""{{{idField}}"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(sent)}}"}""");
            Assert.Equal(id, append.EventId);
            Assert.Equal(sent, append.Audio.Span.ToArray());
            append.Dispose();
        }
    }

    [Fact]
    public void Events_held_at_the_same_time_have_audio_of_their_own()
    {
        var held = Enumerable.Range(0, 50).Select(i => InputAudioBufferAppend.Rent([(byte)i, 1])).ToList();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)i), held.Select(append => append.Audio.Span[0]));
        held.ForEach(append => append.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"event_id\":\"event_000001\",")]
    public void A_frame_allocates_nothing_but_for_the_client_s_id(string eventId)
    {
        var frame = Json.Utf8($$"""{{{eventId}}"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[960])}}"}""");
        for (var i = 0; i < 200; i++)
            Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Read();
        var perFrame = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        // The text of an event id is 48 bytes, an event with one, which is not used again, 40; its payload goes with it.
        Assert.InRange(perFrame, 0, eventId.Length is 0 ? 0 : 160);

        void Read()
        {
            var reading = Dialect.Ga.Read(frame);
            ((InputAudioBufferAppend)reading.Event!).Dispose();
        }
    }
}
