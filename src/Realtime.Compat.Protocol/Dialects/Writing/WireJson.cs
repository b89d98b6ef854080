using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>Generated metadata of everything the server writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ServerEvent))]
[JsonSerializable(typeof(TranscriptionSessionCreated))]
[JsonSerializable(typeof(TranscriptionSessionUpdated))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Text stays readable: this JSON goes through sockets and never into HTML.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Frozen options of one dialect.</summary>
    /// <param name="resolver">The generated metadata, perhaps modified.</param>
    /// <param name="converters">Shapes that attributes cannot express.</param>
    public static JsonSerializerOptions MakeOptions(IJsonTypeInfoResolver resolver, params ReadOnlySpan<JsonConverter> converters)
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = Encoder,
        };
        foreach (var converter in converters)
            options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }
}
