using Realtime.Compat.Speech.Hosting;

namespace Realtime.Compat.Speech.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void A_switch_before_a_setting_does_not_swallow_it()
    {
        var line = CommandLine.Parse(["--exit-with-parent", "--urls", "http://127.0.0.1:0", "--Speech:MaxAudioSeconds=60"]);

        Assert.True(line.ExitWithParent);
        Assert.Equal(["--urls=http://127.0.0.1:0", "--Speech:MaxAudioSeconds=60"], line.Settings);
    }

    [Theory]
    [InlineData("--port", "80")]
    [InlineData("serve")]
    [InlineData("--urls")]
    [InlineData("--urls", "--exit-with-parent")]
    public void What_nobody_knows_is_refused(params string[] arguments) => Assert.Throws<ArgumentException>(() => CommandLine.Parse(arguments));
}
