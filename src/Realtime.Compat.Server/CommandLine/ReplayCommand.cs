using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;
using Realtime.Compat.Server.CommandLine.Replay;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime replay FILE`: checks the log of one connection against the protocol.</summary>
internal static class ReplayCommand
{
    /// <summary>Longest line printed; ids and names in a log may be of any length.</summary>
    private const int MaxPrinted = 400;

    /// <summary>Checks a file.</summary>
    /// <param name="file">The log, one event a line; <c>-</c> for standard input.</param>
    /// <param name="dialect"><c>ga</c> or <c>beta</c>; null to learn it from the events.</param>
    /// <param name="schemaPath">The schema; null to look where it usually lies.</param>
    /// <param name="output">Where faults and the summary are printed.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Whether nothing is wrong.</returns>
    /// <exception cref="OperatorException">A file cannot be read.</exception>
    public static async Task<bool> RunAsync(string file, string? dialect, string? schemaPath, TextWriter output, CancellationToken cancellationToken)
    {
        var schema = (schemaPath ?? EventSchemaFile.Find()) is { } path ? ReadSchema(path) : null;
        try
        {
            await using var log = file is "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await CheckAsync(log, ByName(dialect), schema, output, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Checks a log.</summary>
    /// <param name="log">One event a line; empty lines and lines that begin with # are passed over.</param>
    /// <param name="dialect">The dialect; null to learn it from the events.</param>
    /// <param name="schema">The schema; null to check the order alone.</param>
    /// <param name="output">Where faults and the summary are printed.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public static async Task<bool> CheckAsync(Stream log, Dialect? dialect, EventSchema? schema, TextWriter output, CancellationToken cancellationToken)
    {
        var lines = new EventLog(log);
        var check = new ConnectionCheck(dialect, schema);
        var (events, wrong) = (0L, 0L);
        while (await NextAsync(lines, check, cancellationToken) is (true, var verdict))
        {
            if (verdict is null)
                continue;
            events++;
            if (verdict.Faults.Count > 0)
                wrong++;
            foreach (var fault in verdict.Faults)
                await output.WriteLineAsync(Printable($"{lines.Number}: {verdict.Event}: {fault}"));
        }

        var missing = check.End();
        foreach (var breach in missing)
            await output.WriteLineAsync(Printable($"end: {breach}"));
        var how = $"{check.Dialect?.Name ?? "ga or beta"}, {(schema is null ? "without a schema" : "with the schema")}";
        await output.WriteLineAsync($"{events} events ({how}): {wrong} with faults{(missing.Count > 0 ? $", {missing.Count} missing" : "")}");
        return wrong == 0 && missing.Count == 0;
    }

    private static async ValueTask<(bool More, LineVerdict? Verdict)> NextAsync(EventLog lines, ConnectionCheck check, CancellationToken cancellationToken)
    {
        try
        {
            if (await lines.ReadLineAsync(cancellationToken) is not { } line)
                return (false, null);
            var text = Trim(line, isFirst: lines.Number == 1);
            return (true, text.Length == 0 || text.Span[0] == (byte)'#' ? null : check.Judge(text));
        }
        catch (InvalidDataException exception)
        {
            return (true, new LineVerdict("-", [exception.Message]));
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line, bool isFirst)
    {
        var byteOrderMark = "\uFEFF"u8;
        if (isFirst && line.Span.StartsWith(byteOrderMark))
            line = line[byteOrderMark.Length..];
        return line.Trim(" \t\r"u8);
    }

    private static EventSchema ReadSchema(string path)
    {
        try
        {
            return EventSchemaFile.Read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new OperatorException($"The schema {path} cannot be used: {failure.Message}", failure);
        }
    }

    private static Dialect? ByName(string? name) => name switch
    {
        null => null,
        "beta" => Dialect.Beta,
        _ => Dialect.Ga,
    };

    /// <summary>What a log holds must not steer the terminal that it is printed on.</summary>
    private static string Printable(string text) =>
        string.Concat((text.Length <= MaxPrinted ? text : $"{text.AsSpan(0, MaxPrinted)}…").Select(unit => char.IsControl(unit) || char.GetUnicodeCategory(unit) is System.Globalization.UnicodeCategory.Format ? '·' : unit));
}
