namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>What is recommended for a machine and a language.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Language"><c>en</c>, <c>zh</c> or <c>multilingual</c>.</param>
/// <param name="Stt">Id of the model that writes down.</param>
/// <param name="Tts">Id of the model that speaks; null for the engines that need no model.</param>
internal sealed record DefaultSet(MachineClass Machine, string Language, string Stt, string? Tts = null)
{
    /// <summary>Both ids.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Ids => Tts is null ? [Stt] : [Stt, Tts];
}
