using Realtime.Compat.Protocol.ClientEvents;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Events that both dialects spell alike.</summary>
internal static class CommonClientEvents
{
    /// <summary>Reads <c>input_audio_buffer.append</c>.</summary>
    public static ClientEvent Append(ObjectReader fields) =>
        new InputAudioBufferAppend { Audio = fields.Required("audio", field => field.Audio())! };

    /// <summary>Reads <c>input_audio_buffer.commit</c>.</summary>
    public static ClientEvent Commit(ObjectReader fields) => new InputAudioBufferCommit();

    /// <summary>Reads <c>input_audio_buffer.clear</c>.</summary>
    public static ClientEvent Clear(ObjectReader fields) => new InputAudioBufferClear();

    /// <summary>Reads <c>output_audio_buffer.clear</c>.</summary>
    public static ClientEvent ClearOutput(ObjectReader fields) => new OutputAudioBufferClear();

    /// <summary>Reads <c>conversation.item.truncate</c>.</summary>
    public static ClientEvent Truncate(ObjectReader fields) => new ConversationItemTruncate
    {
        ItemId = ItemId(fields),
        ContentIndex = fields.Required("content_index", field => field.Integer(0, int.MaxValue)),
        AudioEndMs = fields.Required("audio_end_ms", field => field.Integer(0, int.MaxValue)),
    };

    /// <summary>Reads <c>conversation.item.delete</c>.</summary>
    public static ClientEvent Delete(ObjectReader fields) => new ConversationItemDelete { ItemId = ItemId(fields) };

    /// <summary>Reads <c>conversation.item.retrieve</c>.</summary>
    public static ClientEvent Retrieve(ObjectReader fields) => new ConversationItemRetrieve { ItemId = ItemId(fields) };

    /// <summary>Reads <c>response.cancel</c>.</summary>
    public static ClientEvent Cancel(ObjectReader fields) =>
        new ResponseCancel { ResponseId = fields.Value("response_id", field => field.OrNull(id => id.NonEmptyText())) };

    /// <summary>Reads <c>conversation.item.create</c>.</summary>
    /// <param name="fields">The event.</param>
    /// <param name="items">The dialect's items.</param>
    public static ClientEvent Create(ObjectReader fields, ItemReader items) => new ConversationItemCreate
    {
        PreviousItemId = fields.Value("previous_item_id", field => field.OrNull(id => id.NonEmptyText())),
        Item = fields.Required("item", items.Read),
    };

    private static string ItemId(ObjectReader fields) => fields.Required("item_id", field => field.NonEmptyText());
}
