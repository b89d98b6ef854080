using System.Globalization;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>What the machine is, as far as it decides which models suit it.</summary>
internal static class ThisMachine
{
    private const int BigProcessors = 8;
    private const long BigMemory = 6L << 30;
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Its class by processors and memory. Never a GPU: one that nothing computes on does not count, and the native libraries that come with the server do not.</summary>
    public static MachineClass Class { get; } =
        Environment.ProcessorCount >= BigProcessors && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= BigMemory ? MachineClass.BigCpu : MachineClass.SmallCpu;

    /// <summary>The language of its locale, ISO 639: of LC_ALL, LC_MESSAGES or LANG, else of the operating system. English for the locale C.</summary>
    public static string Language =>
        LocaleVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is { } locale
            ? OfLocale(locale)
            : OfLocale(CultureInfo.CurrentUICulture.Name);

    /// <summary>The language of a locale's name: <c>zh_CN.UTF-8</c> is <c>zh</c>.</summary>
    public static string OfLocale(string locale)
    {
        var language = locale.Split('_', '-', '.', '@')[0].ToLowerInvariant();
        return language is "" or "c" or "posix" ? "en" : language;
    }
}
