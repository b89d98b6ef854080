using System.Text.Json.Serialization;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>How a client secret is written before it is sealed.</summary>
[JsonSerializable(typeof(ClientSecret))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ClientSecretJson : JsonSerializerContext;
