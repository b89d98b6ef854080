using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary>The shape of something that only the server writes.</summary>
/// <typeparam name="T">What it writes.</typeparam>
internal abstract class WriteOnlyConverter<T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is written, never read.");
}
