using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.Streaming;

/// <summary>Writes a tool as both wires have it: {"type":"function","function":{"name","description","parameters"}}.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter json, AIFunctionDeclaration tool)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", tool.Name);
        json.WriteString("description", tool.Description);
        json.WritePropertyName("parameters");
        ToolDemand.ParametersOf(tool).WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
