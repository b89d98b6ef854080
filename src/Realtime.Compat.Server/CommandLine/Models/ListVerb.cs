using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models list`: the catalogue, and what of it is here.</summary>
internal static class ListVerb
{
    private static readonly string[] Columns = ["Model", "Kind", "Languages", "Download", "Memory", "Licence", "State"];

    /// <summary>Prints it.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="language">Only models of this language, and those for all; null for all models.</param>
    /// <param name="installedOnly">Only what is installed.</param>
    /// <param name="console">A terminal gets a table, anything else columns.</param>
    public static void Run(ModelsSetting models, string? language, bool installedOnly, IAnsiConsole console)
    {
        var installed = models.Store.Installed().ToDictionary(model => model.Id, StringComparer.Ordinal);
        var recommended = models.Recommended.Ids.ToHashSet(StringComparer.Ordinal);
        var rows = models.Catalogue.Models
            .Where(model => (language is null || model.Languages.Count == 0 || model.Languages.Contains(language, StringComparer.OrdinalIgnoreCase)) && (!installedOnly || installed.ContainsKey(model.Id)))
            .Select(model => Row(model, installed.GetValueOrDefault(model.Id), State(model)))
            // Models of another catalogue, or of an older one.
            .Concat(installed.Values.Where(model => models.Catalogue.Find(model.Id) is null).Select(model =>
                (string[])[model.Id, Kind(model.Kind), Languages(model.Languages), "", ModelMemory.Text(null, model), "", models.InUse(model.Kind) == model.Id ? "in use" : "installed"]))
            .ToArray();
        Print(console, rows);
        if (!installedOnly)
        {
            var set = models.Recommended;
            console.Profile.Out.Writer.WriteLine(
                $"This machine counts as {MachineClassNames.NameOf(set.Machine)}, for {set.Language}: {string.Join(" and ", set.Ids)}. Otherwise by --{ModelsOptions.Section}:{nameof(ModelsOptions.Machine)} and :{nameof(ModelsOptions.Language)}.");
        }

        string State(CatalogueModel model) =>
            models.InUse(model.Kind) == model.Id ? installed.ContainsKey(model.Id) ? "in use" : "in use, not installed"
            : installed.ContainsKey(model.Id) ? "installed"
            : recommended.Contains(model.Id) ? "recommended here"
            : "";
    }

    private static string[] Row(CatalogueModel model, ModelManifest? installed, string state) =>
    [
        model.Id, Kind(model.Kind), Languages(model.Languages), model.Size is { } size ? Bytes.Text(size) : "?", ModelMemory.Text(model, installed),
        model.Licence.Free ? model.Licence.Name : $"{model.Licence.Name} (asks)", state,
    ];

    private static string Kind(ModelKind kind) => kind switch
    {
        ModelKind.SpeechToText => "stt",
        ModelKind.TextToSpeech => "tts",
        ModelKind.Turn => "turn",
        _ => "denoise",
    };

    private static string Languages(IReadOnlyList<string> languages) => languages.Count > 7 ? $"{languages.Count} languages" : string.Join(' ', languages);

    private static void Print(IAnsiConsole console, string[][] rows)
    {
        if (console.Profile.Out.IsTerminal)
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumns(Columns);
            foreach (var row in rows)
                table.AddRow([.. row.Select(cell => new Text(cell))]);
            console.Write(table);
            return;
        }

        string[][] all = [Columns, .. rows];
        var widths = Enumerable.Range(0, Columns.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            console.Profile.Out.Writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
