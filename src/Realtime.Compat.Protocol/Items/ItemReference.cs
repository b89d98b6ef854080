namespace Realtime.Compat.Protocol.Items;

/// <summary>Stands for an item of the conversation in the <c>input</c> of a response. Never stored.</summary>
public sealed record ItemReference : ConversationItem;
