using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Tests.Synthesis;

public sealed class VoiceCatalogueTests
{
    [Theory]
    [InlineData("alloy")]
    [InlineData("ash")]
    [InlineData("ballad")]
    [InlineData("coral")]
    [InlineData("echo")]
    [InlineData("sage")]
    [InlineData("shimmer")]
    [InlineData("verse")]
    [InlineData("marin")]
    [InlineData("Cedar")]
    public void Every_name_of_the_realtime_api_has_a_voice(string name) =>
        Assert.Equal(name.ToLowerInvariant(), VoiceCatalogue.Find(name)?.Name);

    [Fact]
    public void An_unknown_name_has_none() => Assert.Null(VoiceCatalogue.Find("hal"));

    [Fact]
    public void No_two_voices_are_alike_in_either_engine()
    {
        Assert.Equal(VoiceCatalogue.All.Count, VoiceCatalogue.All.Select(voice => voice.Flite).Distinct().Count());
        Assert.Equal(VoiceCatalogue.All.Count, VoiceCatalogue.All.Select(voice => voice.Espeak).Distinct().Count());
    }
}
