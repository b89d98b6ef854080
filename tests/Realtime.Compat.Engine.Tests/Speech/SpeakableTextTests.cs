using Realtime.Compat.Engine.Responding.Speech;

namespace Realtime.Compat.Engine.Tests.Speech;

public class SpeakableTextTests
{
    [Theory]
    [InlineData("**Hello** _there_", "Hello there")]
    [InlineData("***Stop.*** Now", "Stop. Now")]
    [InlineData("## Heading\n", "Heading")]
    [InlineData("- an item", "an item")]
    [InlineData("- [x] done", "done")]
    [InlineData("> quoted", "quoted")]
    [InlineData("See [the docs](https://example.com/x_(y) \"title\") now", "See the docs now")]
    [InlineData("![a cat](cat.png) sits", "a cat sits")]
    [InlineData("It is known [1][23].", "It is known.")]
    [InlineData("Go to https://www.example.com/path?q=1, please.", "Go to example dot com, please.")]
    [InlineData("Go to <https://example.com/a>.", "Go to example dot com.")]
    [InlineData("Write to jane.doe@example.com.", "Write to jane dot doe at example dot com.")]
    [InlineData("Great 🎉👍🏽!", "Great!")]
    [InlineData("👩‍👩‍👧‍👦 ❤️ ✅ 1️⃣", "1")]
    [InlineData("🎉", "")]
    [InlineData(" ... ", "")]
    [InlineData("---\n", "")]
    [InlineData("Call `get_name()` or `userId`.", "Call get name or user Id.")]
    [InlineData("<b>Bold</b> &amp; more", "Bold and more")]
    [InlineData("你好", "你好")]
    [InlineData("It's 3.5 - 2", "It's 3.5 minus 2")]
    [InlineData("2 * 3 = 6", "2 times 3 equals 6")]
    [InlineData("a snake_case name", "a snake case name")]
    [InlineData("1. Apples\n", "1. Apples")]
    public void Marks_are_not_read(string written, string spoken) => Assert.Equal(spoken, new SpeakableText(null).Next(written));

    [Theory]
    [InlineData("It costs $3.50.", "It costs 3 dollars and 50 cents.")]
    [InlineData("$1 or $0.99", "1 dollar or 99 cents")]
    [InlineData("about $3.5 million", "about 3.5 million dollars")]
    [InlineData("£1,250 or 20 €", "1,250 pounds or 20 euros")]
    [InlineData("It is -5 °C, 41°F.", "It is minus 5 degrees Celsius, 41 degrees Fahrenheit.")]
    [InlineData("80% of 5 km at 120 km/h", "80 percent of 5 kilometers at 120 kilometers per hour")]
    [InlineData("1 kg, 5 m, 16GB, 5G", "1 kilogram, 5 meters, 16 gigabytes, 5G")]
    [InlineData("On 2024-05-01 at 10:05 am", "On May 1, 2024 at 10 oh 5 A M")]
    [InlineData("from 9:00 to 17:30", "from 9 o'clock to 17 30")]
    [InlineData("pages 3–5", "pages 3 to 5")]
    [InlineData("v1.2.3 at 127.0.0.1", "version 1 point 2 point 3 at 127 dot 0 dot 0 dot 1")]
    [InlineData("C# and C++, #1, R&D", "C sharp and C plus plus, number 1, R and D")]
    [InlineData("Call 555-1234 in 1999", "Call 555-1234 in 1999")]
    public void Numbers_and_signs_are_read_as_an_English_speaker_says_them(string written, string spoken) => Assert.Equal(spoken, new SpeakableText("en").Next(written));

    [Theory]
    [InlineData("今天25℃，湿度60%。", "今天二十五摄氏度，湿度百分之六十。")]
    [InlineData("2024年5月1日10:30", "二零二四年五月一日十点三十分")]
    [InlineData("一共¥1,203.5", "一共一千二百零三点五元")]
    [InlineData("人口10086000", "人口一千零八万六千")]
    [InlineData("电话13800138000", "电话一三八零零一三八零零零")]
    [InlineData("请看https://example.com/路径。", "请看example点com。")]
    [InlineData("**你好**，116个", "你好，一百一十六个")]
    public void Numbers_are_written_out_in_Mandarin(string written, string spoken) => Assert.Equal(spoken, new SpeakableText(null).Next(written));

    [Theory]
    [InlineData("Das sind 20 km und nicht 30 %.", "Das sind 20 km und nicht 30 %.")]
    [InlineData("东京は20kmです", "东京は20kmです")]
    public void Other_languages_are_left_to_the_voice(string written, string spoken) => Assert.Equal(spoken, new SpeakableText(null).Next(written));

    [Fact]
    public void The_language_of_the_conversation_decides_where_the_words_do_not()
    {
        Assert.Equal("20 km", new SpeakableText("de").Next("20 km"));
        Assert.Equal("20 kilometers", new SpeakableText("en-US").Next("20 km"));
    }

    [Fact]
    public void A_block_of_code_is_not_read_however_it_is_cut()
    {
        var speakable = new SpeakableText(null);
        Assert.Equal("Do this:", speakable.Next("Do this:\n"));
        Assert.Equal("", speakable.Next("```python\n"));
        Assert.Equal("", speakable.Next("x = 1; "));
        Assert.Equal("", speakable.Next("y = 2\n~~~\n"));
        Assert.Equal("", speakable.Next("# done.\n"));
        Assert.Equal("Then run it.", speakable.Next("```\nThen run it."));
    }

    [Fact]
    public void A_table_is_read_row_by_row()
    {
        var speakable = new SpeakableText(null);
        Assert.Equal("City, Degrees.", speakable.Next("| City | Degrees |\n"));
        Assert.Equal("Paris, 20 degrees Celsius.", speakable.Next("|---|:---:|\n| **Paris** | 20 °C |\n"));
    }
}
