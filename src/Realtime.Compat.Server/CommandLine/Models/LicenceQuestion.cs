using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>Shows a model's licence, and has it agreed to where it is not a free one.</summary>
internal static class LicenceQuestion
{
    /// <summary>Shows it, and asks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="agreed">Whether it was agreed to beforehand (<c>--yes</c>).</param>
    /// <param name="console">Where to.</param>
    /// <exception cref="OperatorException">It was not agreed to, or nobody can be asked.</exception>
    public static void Settle(CatalogueModel model, bool agreed, IAnsiConsole console)
    {
        var output = console.Profile.Out.Writer;
        output.WriteLine($"{model.Id}: {Terms(model.Licence)}");
        if (model.Licence.Free || agreed)
            return;
        if (!console.Profile.Out.IsTerminal || Console.IsInputRedirected)
            throw new OperatorException($"The licence of {model.Id} is not a free one: read it, and agree to it by --yes.");
        if (!console.Prompt(new ConfirmationPrompt("Do you agree to it?") { DefaultValue = false }))
            throw new OperatorException($"{model.Id} is not installed, since its licence was not agreed to.");
    }

    /// <summary>A licence in one line.</summary>
    public static string Terms(ModelLicence licence) =>
        string.Join(' ', ((string?[])[$"licence {licence.Name}{(licence.Url is null ? "." : $" ({licence.Url}).")}", licence.Note]).OfType<string>());
}
