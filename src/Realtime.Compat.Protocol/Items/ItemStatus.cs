using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>How far an item got.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ItemStatus>))]
public enum ItemStatus
{
    /// <summary>Being written by a response.</summary>
    [JsonStringEnumMemberName("in_progress")]
    InProgress,

    /// <summary>Whole.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended early: cancelled, cut off, or out of tokens.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,
}
