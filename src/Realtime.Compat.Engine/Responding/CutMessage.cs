using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Responding;

/// <summary>A message whose audio was not played to its end.</summary>
/// <param name="Spoken">The audio.</param>
/// <param name="HeardMs">How much of it was played, in ms.</param>
internal readonly record struct CutMessage(SpokenAudio Spoken, int HeardMs);
