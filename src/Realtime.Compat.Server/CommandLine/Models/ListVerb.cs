using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models list`: the catalogue, and what of it is here.</summary>
internal static class ListVerb
{
    private static readonly string[] Columns = ["Model", "Kind", "Languages", "Download", "Licence", "State"];

    /// <summary>Prints it.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="language">Only models of this language, and those for all; null for all models.</param>
    /// <param name="installedOnly">Only what is installed.</param>
    /// <param name="console">A terminal gets a table, anything else columns.</param>
    public static void Run(ModelsSetting models, string? language, bool installedOnly, IAnsiConsole console)
    {
        var installed = models.Store.Installed().Select(model => model.Id).ToHashSet(StringComparer.Ordinal);
        var recommended = models.Recommended.Ids.ToHashSet(StringComparer.Ordinal);
        var rows = models.Catalogue.Models
            .Where(model => (language is null || model.Languages.Count == 0 || model.Languages.Contains(language, StringComparer.OrdinalIgnoreCase)) && (!installedOnly || installed.Contains(model.Id)))
            .Select(model => Row(model, State(model)))
            // Models of another catalogue, or of an older one.
            .Concat(models.Store.Installed().Where(model => models.Catalogue.Find(model.Id) is null).Select(model =>
                (string[])[model.Id, Kind(model.Kind), Languages(model.Languages), "", "", models.InUse(model.Kind) == model.Id ? "in use" : "installed"]))
            .ToArray();
        Print(console, rows);

        string State(CatalogueModel model) =>
            models.InUse(model.Kind) == model.Id ? installed.Contains(model.Id) ? "in use" : "in use, not installed"
            : installed.Contains(model.Id) ? "installed"
            : recommended.Contains(model.Id) ? "recommended here"
            : "";
    }

    private static string[] Row(CatalogueModel model, string state) =>
    [
        model.Id, Kind(model.Kind), Languages(model.Languages), model.Size is { } size ? Bytes.Text(size) : "?",
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
