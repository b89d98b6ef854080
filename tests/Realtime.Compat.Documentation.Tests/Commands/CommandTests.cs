using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>Every command of every page does what the page says; <see cref="CommandRules"/> says how each kind is run.</summary>
[Collection(LiveCollection.Name)]
public sealed class CommandTests(CommandFixture fixture)
{
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var command in DocumentedCommands.All)
                all.Add(command.Place, command.Text);
            return all;
        }
    }

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Shell)]
    [MemberData(nameof(All))]
    public async Task Every_command_works(string place, string text)
    {
        using var run = new CommandRun(DocumentedCommands.All.Single(command => (command.Place, command.Text) == (place, text)), fixture);
        await CommandRules.RunAsync(run);
        foreach (var call in run.Sandbox.Calls)
            ForeignPrograms.AssertSound(run.Command, call);
    }

    [Fact]
    public void Every_rule_still_has_a_command() =>
        Assert.All(CommandRules.Patterns, pattern => Assert.Contains(DocumentedCommands.All, command => pattern.IsMatch(command.Text)));
}
