using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>
/// The part of <c>response.content_part.*</c>. Its types are <c>text</c> and <c>audio</c> in both dialects, although GA's items
/// say <c>output_text</c> and <c>output_audio</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(AudioPart), "audio")]
public abstract record ResponsePart;
