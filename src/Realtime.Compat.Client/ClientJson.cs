using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Client;

/// <summary>How events are written.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ClientJson : JsonSerializerContext;
