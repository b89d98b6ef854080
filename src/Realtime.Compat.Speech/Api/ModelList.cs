using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
/// <param name="Data">The models of all engines that are ready.</param>
internal sealed record ModelList(IReadOnlyList<ModelList.Model> Data)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Object { get; } = "list";

    /// <summary>One model.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="Created">Seconds since 1970; when the worker started, as the engines know no date.</param>
    internal sealed record Model(string Id, long Created)
    {
        /// <summary>Always <c>model</c>.</summary>
        [JsonPropertyOrder(-1)]
        public string Object { get; } = "model";

        /// <summary>Who made it available.</summary>
        public string OwnedBy { get; } = "realtime-speech";
    }
}
