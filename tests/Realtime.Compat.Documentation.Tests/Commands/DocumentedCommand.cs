namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>A command that a page tells its reader to type.</summary>
/// <param name="Place">Page and line where it stands first.</param>
/// <param name="Text">The command, without prompt and comment.</param>
/// <param name="Shown">Lines that the page says it prints; empty where it says nothing.</param>
public sealed record DocumentedCommand(string Place, string Text, IReadOnlyList<string> Shown);
