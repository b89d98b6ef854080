using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Pages;

/// <summary>Every page of the project that tells somebody what to type. The change log tells what was, and is left out.</summary>
public static class Documents
{
    /// <summary>The first page.</summary>
    public const string ReadMe = "README.md";

    /// <summary>The first page in Chinese.</summary>
    public const string Twin = "README.zh-CN.md";

    /// <summary>All pages.</summary>
    public static IReadOnlyList<Page> All { get; } = [.. Names().Select(Read)];

    /// <summary>All blocks.</summary>
    public static IEnumerable<CodeBlock> Blocks => All.SelectMany(page => page.Blocks);

    /// <summary>The blocks of a language that are not excused.</summary>
    /// <param name="language">What stands behind the fence.</param>
    public static IEnumerable<CodeBlock> BlocksIn(string language) => Blocks.Where(block => block.Language == language && block.NotRun is null);

    /// <summary>One page.</summary>
    /// <param name="name">Path relative to the checkout.</param>
    public static Page Of(string name) => All.Single(page => page.Name == name);

    /// <summary>The block that opens at a place.</summary>
    public static CodeBlock At(string place) => Blocks.Single(block => block.Place == place);

    private static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Checkout.Root, "*.md")
            .Concat(Folder("docs")).Concat(Folder("samples")).Concat(["native/README.md"])
            .Select(path => Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, path)).Replace('\\', '/'))
            .Where(name => name != "CHANGELOG.md")
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folder(string name) => Directory.EnumerateFiles(Path.Combine(Checkout.Root, name), "*.md", SearchOption.AllDirectories);

    private static Page Read(string name) => new(name, File.ReadAllText(Path.Combine(Checkout.Root, name)));
}
