using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models;

/// <summary>Answer of `GET /v1/models`, in OpenAI's shape.</summary>
/// <param name="Data">The names a client may use.</param>
internal sealed partial record ModelList(IReadOnlyList<ModelList.Model> Data)
{
    /// <summary>Always `list`.</summary>
    public string Object { get; } = "list";

    /// <summary>One name.</summary>
    /// <param name="Id">The name.</param>
    /// <param name="Created">Seconds since 1970: when this server started.</param>
    /// <param name="OwnedBy">The part of the server that it means.</param>
    internal sealed record Model(string Id, long Created, string OwnedBy)
    {
        /// <summary>Always `model`.</summary>
        public string Object { get; } = "model";
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ModelList))]
    internal sealed partial class Json : JsonSerializerContext;
}
