using Realtime.Compat.Backends;
using Spectre.Console;

namespace Realtime.Compat.Server.Status;

/// <summary>Prints what there is to know at the start: a table of the parts, the addresses, and how to connect.</summary>
internal static class StartReport
{
    /// <summary>Wide enough for an address and a sentence: output that goes to a file is not wrapped at 80 columns.</summary>
    private const int PlainWidth = 240;

    /// <summary>Prints it.</summary>
    /// <param name="console">A terminal gets colours and borders, anything else plain text.</param>
    /// <param name="report">What to print.</param>
    public static void Write(IAnsiConsole console, ServerReport report)
    {
        var isTerminal = console.Profile.Out.IsTerminal;
        if (!isTerminal)
            console.Profile.Width = PlainWidth;

        var table = new Table { Border = isTerminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumns("Part", "Served by", "From", "State");
        foreach (var part in report.Parts)
        {
            var status = part.Status;
            table.AddRow(new Text(part.Title), new Text(status.ServedBy), new Text(status.Location), new Text(status.Summary, new Style(ColourOf(status.State))));
        }

        console.Write(table);
        console.WriteLine();
        foreach (var address in report.Addresses)
            console.WriteLine($"Listening on {address.GetLeftPart(UriPartial.Authority)}");
        if (report.Certificate is { } certificate)
            console.WriteLine($"For https, tell clients to trust this server: NODE_EXTRA_CA_CERTS={certificate.AuthorityPath}   (others: realtime certs)");
        console.WriteLine();
        foreach (var line in report.Snippet)
            console.WriteLine($"  {line}");
        console.WriteLine();
    }

    private static Color ColourOf(BackendState state) => state switch
    {
        BackendState.Ready => Color.Green,
        BackendState.Starting => Color.Yellow,
        _ => Color.Red,
    };
}
