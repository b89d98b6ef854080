using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads items; dialects differ in the parts that a message may have.</summary>
internal sealed class ItemReader
{
    private readonly IReadOnlyList<(string, Func<ObjectReader, ConversationItem>)> _items;
    private readonly IReadOnlyList<(string, Func<ObjectReader, ConversationItem>)> _inputs;
    private readonly IReadOnlyDictionary<Role, IReadOnlyList<(string, Func<ObjectReader, ContentPart>)>> _parts;

    /// <summary>Makes a reader.</summary>
    /// <param name="parts">The parts that each role's messages may have.</param>
    /// <param name="approvalResponse">Reads, or refuses, the answer to an MCP approval request.</param>
    public ItemReader(
        IReadOnlyDictionary<Role, IReadOnlyList<(string Type, Func<ObjectReader, ContentPart> Read)>> parts,
        Func<ObjectReader, ConversationItem> approvalResponse)
    {
        _parts = parts;
        _items =
        [
            ("message", ReadMessage),
            ("function_call", ReadCall),
            ("function_call_output", ReadCallOutput),
            ("mcp_approval_response", approvalResponse),
        ];
        _inputs = [.. _items, ("item_reference", ReadReference)];
    }

    /// <summary>Reads an item of a conversation.</summary>
    /// <param name="item">The item.</param>
    public ConversationItem Read(Field item) => item.Object(fields => fields.OneOf(_items));

    /// <summary>Reads an item of a response's own context, which may also refer to one of the conversation.</summary>
    /// <param name="item">The item.</param>
    public ConversationItem ReadInput(Field item) => item.Object(fields => fields.OneOf(_inputs));

    private static FunctionCallItem ReadCall(ObjectReader fields) => new()
    {
        Id = Id(fields),
        Status = Status(fields),
        CallId = fields.Value("call_id", field => field.OrNull(id => id.NonEmptyText())) ?? Ids.Call(),
        Name = fields.Required("name", field => field.NonEmptyText()),
        Arguments = fields.Required("arguments", field => field.Text()),
    };

    private static FunctionCallOutputItem ReadCallOutput(ObjectReader fields) => new()
    {
        Id = Id(fields),
        Status = Status(fields),
        CallId = fields.Required("call_id", field => field.NonEmptyText()),
        Output = fields.Required("output", field => field.Text()),
    };

    private static ItemReference ReadReference(ObjectReader fields) => new()
    {
        Id = fields.Required("id", field => field.NonEmptyText()),
    };

    private MessageItem ReadMessage(ObjectReader fields)
    {
        var role = fields.Required("role", field => field.OneOf<Role>());
        return new MessageItem
        {
            Id = Id(fields),
            Status = Status(fields),
            Role = role,
            Content = fields.Required("content", field => field.List(part => part.Object(inner => inner.OneOf(_parts[role])))),
        };
    }

    /// <summary>Reads an id; "" when the client leaves it to the engine.</summary>
    public static string Id(ObjectReader fields) => fields.Value("id", field => field.OrNull(id => id.NonEmptyText())) ?? "";

    /// <summary>Reads what clients copy from the server's own items; a client's item is whole, whatever it says.</summary>
    public static ItemStatus Status(ObjectReader fields)
    {
        fields.Value("object", field => field.OrNull(name => name.Word("realtime.item")));
        fields.Value("status", field => field.OrNullValue(status => status.OneOf<ItemStatus>()));
        return ItemStatus.Completed;
    }
}
