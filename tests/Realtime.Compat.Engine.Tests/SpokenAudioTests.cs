using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

/// <summary>What was heard, by word, of audio whose every ms is known.</summary>
public class SpokenAudioTests
{
    private readonly SpokenAudio _spoken = new(AudioFormat.Pcm16);

    [Theory]
    [InlineData(300, "")]
    [InlineData(799, "")]
    [InlineData(801, "aaaa")]
    [InlineData(1249, "aaaa")]
    [InlineData(1251, "aaaa bbbb")]
    [InlineData(1699, "aaaa bbbb")]
    [InlineData(1701, "aaaa bbbb cccc.")]
    [InlineData(2100, "aaaa bbbb cccc. ")]
    public void Words_lie_in_the_audible_part_of_their_clause(int heardMs, string words)
    {
        // 100 ms for each of 13 letters (4 + ½ + 4 + ½ + 4), with 400 ms of silence on both sides.
        Say("aaaa bbbb cccc. ", (400, false), (1300, true), (400, false));
        Say("Next.", (500, true));
        Assert.Equal(words, _spoken.WordsUpTo(heardMs));
    }

    [Fact]
    public void A_word_counts_once_it_was_heard_to_its_end()
    {
        Say("One two three four.", (1500, true));
        Assert.Equal("", _spoken.WordsUpTo(100));
        Assert.Equal("One two", _spoken.WordsUpTo(800));
        Assert.Equal("One two three", _spoken.WordsUpTo(1499));
        Assert.Equal("One two three four.", _spoken.WordsUpTo(1500));
    }

    [Fact]
    public void The_engines_own_timing_is_taken_where_it_is_given()
    {
        _spoken.BeginClause("It costs $5 today. ");
        Append(1000, true);
        foreach (var (word, start, end) in ((string, int, int)[])[("It", 0, 100), ("costs", 100, 700), ("dollars", 700, 900), ("today", 900, 1000)])
            _spoken.Add(new WordTiming(word, start, end));
        _spoken.EndClause();
        Assert.Equal("It", _spoken.WordsUpTo(699));
        Assert.Equal("It costs", _spoken.WordsUpTo(700));
        Assert.Equal("It costs $5", _spoken.WordsUpTo(900));
        Assert.Equal("It costs $5 today. ", _spoken.WordsUpTo(1000));
    }

    [Fact]
    public void A_timing_of_more_words_than_are_written_is_taken_by_its_share()
    {
        _spoken.BeginClause("Pay $55 now please");
        Append(1000, true);
        foreach (var (word, end) in ((string, int)[])[("Pay", 100), ("fifty", 300), ("five", 500), ("dollars", 700), ("now", 850), ("please", 1000)])
            _spoken.Add(new WordTiming(word, end - 100, end));
        _spoken.EndClause();
        Assert.Equal("Pay", _spoken.WordsUpTo(320));
        Assert.StartsWith("Pay $55", _spoken.WordsUpTo(860), StringComparison.Ordinal);
        Assert.DoesNotContain("please", _spoken.WordsUpTo(860), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_read_aloud_takes_no_time_and_numbers_take_long()
    {
        Say("See https://example.com/a/very/long/path/that/nobody/says now or later today.", (1000, true));
        Assert.DoesNotContain("now", _spoken.WordsUpTo(400), StringComparison.Ordinal);
        Assert.Contains("now", _spoken.WordsUpTo(700), StringComparison.Ordinal);

        var numbers = new SpokenAudio(AudioFormat.Pcm16);
        numbers.BeginClause("In 1999 we met");
        numbers.Append(Tone(1000));
        numbers.EndClause();
        Assert.Equal("In", numbers.WordsUpTo(600));
    }

    [Fact]
    public void Chinese_is_cut_between_characters_and_their_marks_stay()
    {
        Say("你好，今天天气很好。", (1000, true));
        Assert.Equal("你好，今天", _spoken.WordsUpTo(545));
        Assert.Equal("你好，", _spoken.WordsUpTo(300));
    }

    [Fact]
    public void A_clause_whose_audio_was_cut_off_is_judged_by_the_speed_of_those_before()
    {
        // 8 letters in 800 ms: 100 ms a letter.
        Say("abcdefgh ", (800, true));
        _spoken.BeginClause("abcd efgh ijkl mnop qrst uvwx");
        Append(1000, true);
        Assert.Equal("abcdefgh abcd efgh", _spoken.WordsUpTo(1800));
    }

    [Fact]
    public void A_clause_without_any_audio_counts_as_heard_when_what_follows_it_was()
    {
        Say("Look: ", (500, true));
        Say("```\ncode\n```\n");
        Say("That is it.", (500, true));
        Assert.Equal("Look: ", _spoken.WordsUpTo(500));
        Assert.Equal("Look: ```\ncode\n```\nThat is it.", _spoken.WordsUpTo(1000));
    }

    [Fact]
    public void A_cut_keeps_the_words_that_were_heard_and_their_audio_and_no_more_comes()
    {
        Say("One two three four. ", (1500, true));
        Say("Five six.", (1000, true));
        Assert.Equal("One two", _spoken.Truncate(800));
        Assert.Equal(800, _spoken.DurationMs);
        Say("More.", (500, true));
        Assert.Equal(800, _spoken.DurationMs);
        Assert.Equal("One two", _spoken.WordsUpTo(800));
        Assert.Equal("One", _spoken.Truncate(500));
    }

    [Theory]
    [InlineData(AudioFormat.G711Ulaw)]
    [InlineData(AudioFormat.G711Alaw)]
    public void Telephone_audio_is_judged_the_same(AudioFormat format)
    {
        var spoken = new SpokenAudio(format);
        spoken.BeginClause("aaaa bbbb ");
        spoken.Append(Codecs.AudioFormatCodec.Encode(format, [.. Enumerable.Repeat(0f, 8 * 500), .. Enumerable.Range(0, 8 * 900).Select(i => i % 16 < 8 ? 0.5f : -0.5f)]));
        spoken.EndClause();
        Assert.Equal("", spoken.WordsUpTo(850));
        Assert.Equal("aaaa", spoken.WordsUpTo(1000));
    }

    private static byte[] Tone(int ms)
    {
        var audio = new byte[ms * 48];
        for (var i = 0; i < audio.Length; i += 2)
            BitConverter.TryWriteBytes(audio.AsSpan(i), i / 48 % 2 == 0 ? (short)9000 : (short)-9000);
        return audio;
    }

    private void Say(string text, params (int Ms, bool Audible)[] stretches)
    {
        _spoken.BeginClause(text);
        foreach (var (ms, audible) in stretches)
            Append(ms, audible);
        _spoken.EndClause();
    }

    private void Append(int ms, bool audible) => _spoken.Append(audible ? Tone(ms) : new byte[ms * 48]);
}
