namespace Realtime.Compat.Speech.Options;

/// <summary>One kind of work: hearing, speaking, judging turns, or taking out noise.</summary>
internal sealed class StageOptions
{
    /// <summary>
    /// Name of an installed model; <c>none</c> for the engines without download only; null for the installed model that is marked
    /// as default, else the first by name.
    /// </summary>
    public string? Model { get; set; }
}
