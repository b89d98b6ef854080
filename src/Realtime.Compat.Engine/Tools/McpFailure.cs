using System.Globalization;

namespace Realtime.Compat.Engine.Tools;

/// <summary>Says what went wrong with an MCP server without repeating its URL or its answers, which may hold secrets.</summary>
internal static class McpFailure
{
    /// <summary>The innermost cause of one kind; null when there is none.</summary>
    public static T? Find<T>(Exception exception)
        where T : Exception => exception switch
        {
            T found => found,
            AggregateException many => many.InnerExceptions.Select(Find<T>).FirstOrDefault(found => found is not null),
            { InnerException: { } inner } => Find<T>(inner),
            _ => null,
        };

    /// <summary>One sentence about an HTTP failure.</summary>
    public static string Describe(HttpRequestException exception) => exception.StatusCode is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"It answered with HTTP status {(int)status}.")
        : "It cannot be reached.";
}
