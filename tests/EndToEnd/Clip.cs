namespace Realtime.Compat.EndToEnd;

/// <summary>Somebody says something.</summary>
/// <param name="Name">File name, or "synthetic" and a number.</param>
/// <param name="Text">What is said, without capitals and punctuation.</param>
/// <param name="Pcm">PCM16 of 24 kHz.</param>
public sealed record Clip(string Name, string Text, byte[] Pcm);
