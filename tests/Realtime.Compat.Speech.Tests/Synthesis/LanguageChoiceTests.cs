using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Tests.Synthesis;

public sealed class LanguageChoiceTests
{
    private static readonly HashSet<string> Known = ["en-us", "en-gb", "cmn", "yue", "de", "fr-fr", "pt", "pt-br", "nb", "ja"];

    [Theory]
    [InlineData("Good morning", "en-us")]
    [InlineData("Café, naïve, Łódź", "en-us")]
    [InlineData("今天天气很好", "cmn")]
    [InlineData("今日は天気がいいですね", "ja")]
    [InlineData("カタカナ", "ja")]
    [InlineData("안녕하세요", "ko")]
    [InlineData("大韓民國 만세", "ko")]
    [InlineData("Доброе утро", "ru")]
    [InlineData("صباح الخير", "ar")]
    [InlineData("שלום", "he")]
    [InlineData("नमस्ते", "hi")]
    [InlineData("สวัสดี", "th")]
    [InlineData("Καλημέρα", "el")]
    [InlineData("გამარჯობა", "ka")]
    [InlineData("ሰላም", "am")]
    [InlineData("12:30, 99 %", "en-us")]
    [InlineData("我用 GPT 写了一个很好的程序", "cmn")]
    [InlineData("The Chinese word 你 means you", "en-us")]
    public void A_text_is_read_in_the_language_of_its_script(string text, string language) =>
        Assert.Equal(language, LanguageChoice.FromScript(text));

    [Theory]
    [InlineData("en", "en-us")]
    [InlineData("EN_us", "en-us")]
    [InlineData("en-GB", "en-gb")]
    [InlineData("en-AU", "en-us")]
    [InlineData("zh", "cmn")]
    [InlineData("zh-CN", "cmn")]
    [InlineData("zh-Hant-HK", "cmn")]
    [InlineData("zh-HK", "yue")]
    [InlineData("de-AT", "de")]
    [InlineData("fr", "fr-fr")]
    [InlineData("fr-CA", "fr-fr")]
    [InlineData("pt-BR", "pt-br")]
    [InlineData("pt-PT", "pt")]
    [InlineData("no", "nb")]
    [InlineData(" ja ", "ja")]
    public void A_language_code_finds_the_nearest_voice(string code, string language) =>
        Assert.Equal(language, LanguageChoice.FromCode(code, Known.Contains));

    [Theory]
    [InlineData("xx")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("klingon")]
    public void A_code_nobody_speaks_finds_none(string code) => Assert.Null(LanguageChoice.FromCode(code, Known.Contains));
}
