using Realtime.Compat.Backends;
using Spectre.Console;

namespace Realtime.Compat.Server.Status;

/// <summary>Prints what there is to know at the start: a table of the parts, the addresses, and how to connect.</summary>
internal static class StartReport
{
    private static readonly string[] Columns = ["Part", "Served by", "From", "State"];

    // .NET's images set it.
    private static bool IsInContainer => Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true";

    /// <summary>Prints it.</summary>
    /// <param name="console">A terminal gets colours and borders, anything else plain lines that are never broken.</param>
    /// <param name="report">What to print.</param>
    public static void Write(IAnsiConsole console, ServerReport report)
    {
        if (console.Profile.Out.IsTerminal)
            WriteTable(console, report);
        else
            WriteColumns(console.Profile.Out.Writer, report);

        var writer = console.Profile.Out.Writer;
        writer.WriteLine();
        foreach (var address in report.Addresses)
            writer.WriteLine($"Listening on {ServerReport.Reachable(address).GetLeftPart(UriPartial.Authority)}{(ServerReport.IsEverywhere(address) ? " and at every address of this machine" : "")}");
        writer.WriteLine(report.Calls);
        if (report.Certificate is { } certificate)
            writer.WriteLine($"For https, tell clients to trust this server: NODE_EXTRA_CA_CERTS={certificate.AuthorityPath}   (other clients: {(IsInContainer ? "realtime" : "./run.sh")} certs)");
        writer.WriteLine();
        foreach (var line in report.Snippet)
            writer.WriteLine($"  {line}");
        writer.WriteLine();
    }

    private static void WriteTable(IAnsiConsole console, ServerReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(Columns);
        foreach (var part in report.Parts)
        {
            var status = part.Status;
            table.AddRow(new Text(part.Title), new Text(status.ServedBy), new Text(status.Location), new Text(status.Summary, new Style(ColourOf(status.State))));
        }

        console.Write(table);
    }

    private static void WriteColumns(TextWriter writer, ServerReport report)
    {
        string[][] rows = [Columns, .. report.Parts.Select(part => (string[])[part.Title, part.Status.ServedBy, part.Status.Location, part.Status.Summary])];
        var widths = Enumerable.Range(0, Columns.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => column == Columns.Length - 1 ? cell : cell.PadRight(widths[column]))));
    }

    private static Color ColourOf(BackendState state) => state switch
    {
        BackendState.Ready => Color.Green,
        BackendState.Starting => Color.Yellow,
        _ => Color.Red,
    };
}
