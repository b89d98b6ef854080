using Realtime.Compat.Speech.Flite;

namespace Realtime.Compat.Speech.Tests.Synthesis;

public sealed class EnglishTextTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello, world!")]
    [InlineData("café, Ångström, naïve", "cafe, Angstrom, naive")]
    [InlineData("“It’s” — fine…", "\"It's\" ,  fine...")]
    [InlineData("5€", "5 euro ")]
    [InlineData("20°", "20 degrees ")]
    [InlineData("a你😀b\t", "a   b ")]
    public void A_text_is_folded_to_ascii(string text, string folded) => Assert.Equal(folded, EnglishText.Fold(text));
}
