using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>A part of a message. The names are GA's; beta says <c>text</c> and <c>audio</c> for the two output kinds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InputText), "input_text")]
[JsonDerivedType(typeof(InputAudio), "input_audio")]
[JsonDerivedType(typeof(InputImage), "input_image")]
[JsonDerivedType(typeof(OutputText), "output_text")]
[JsonDerivedType(typeof(OutputAudio), "output_audio")]
public abstract record ContentPart;
