using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads what concerns servers of the Model Context Protocol. Only GA knows them.</summary>
internal static class Mcp
{
    private const int MaxHeaders = 32;
    private const int MaxHeaderNameLength = 256;
    private const int MaxHeaderValueLength = 8192;

    private static readonly string[] Callers = ["direct", "programmatic"];

    private static readonly IReadOnlyList<(string, McpApproval)> Approvals = [("always", McpApproval.Always), ("never", McpApproval.Never)];

    /// <summary>Reads a server: described in full, or by the label alone under which it was described before.</summary>
    public static Tool Tool(ObjectReader fields)
    {
        RefuseElsewhere(fields.Find("connector_id"), "connectors");
        RefuseElsewhere(fields.Find("tunnel_id"), "tunnels");
        fields.Value("defer_loading", field => field.OrNullValue(defer => defer.Flag()));
        fields.Value("allowed_callers", field => field.OrNull(callers => callers.List(caller => caller.Word(Callers))));
        var label = fields.Required("server_label", field => field.NonEmptyText());
        var allowed = fields.Value("allowed_tools", field => field.OrNull(AllowedTools));
        var approval = fields.Value("require_approval", field => field.OrNull(Approval));
        var url = fields.Value("server_url", field => field.OrNull(Url));
        if (url is null && !DescribesAccess(fields))
            return new McpServerReference { ServerLabel = label, AllowedTools = allowed, RequireApproval = approval };

        var token = fields.Value("authorization", field => field.OrNull(Token));
        var headers = fields.Value("headers", field => field.OrNull(Headers)) ?? [];
        if (token is not null && headers.ContainsKey("Authorization"))
            fields.Find("headers")?.Refuse("Invalid value: 'authorization' and the header 'Authorization' say the same. Send one of them.");
        return new McpTool
        {
            ServerLabel = label,
            ServerUrl = url ?? fields.Required("server_url", Url),
            ServerDescription = fields.Value("server_description", field => field.OrNull(text => text.Text())),
            Authorization = token,
            Headers = headers,
            AllowedTools = allowed,
            RequireApproval = approval ?? McpApproval.Always,
        };
    }

    /// <summary>Whether a server without an address says how to reach it all the same: then the address was forgotten.</summary>
    private static bool DescribesAccess(ObjectReader fields) =>
        ((Field?[])[fields.Find("server_url"), fields.Find("authorization"), fields.Find("headers"), fields.Find("server_description")]).Any(field => field is { IsNull: false });

    /// <summary>Reads the choice of a server, and perhaps of one of its tools.</summary>
    public static ToolChoice Choice(ObjectReader fields) => ToolChoice.Mcp(
        fields.Required("server_label", field => field.NonEmptyText()),
        fields.Value("name", field => field.OrNull(name => name.NonEmptyText())));

    /// <summary>Reads the answer to a request for approval.</summary>
    public static McpApprovalResponseItem ApprovalResponse(ObjectReader fields) => new()
    {
        Id = ItemReader.Id(fields),
        Status = ItemReader.Status(fields),
        ApprovalRequestId = fields.Required("approval_request_id", field => field.NonEmptyText()),
        Approve = fields.Required("approve", field => field.Flag()),
        Reason = fields.Value("reason", field => field.OrNull(reason => reason.Text())),
    };

    /// <summary>Refuses what beta never had.</summary>
    /// <typeparam name="T">What it would have been.</typeparam>
    /// <param name="fields">The object.</param>
    public static T RefuseInBeta<T>(ObjectReader fields)
    {
        fields.Find("type")?.Refuse("Invalid value: 'mcp'. MCP is part of the GA interface: connect without 'OpenAI-Beta: realtime=v1'.");
        fields.IgnoreOthers();
        return default!;
    }

    private static void RefuseElsewhere(Field? field, string what)
    {
        if (field is { IsNull: false } given)
            given.Refuse($"Invalid value: {what} are part of OpenAI's own service. Give the MCP server's 'server_url' instead.");
    }

    private static Uri Url(Field field)
    {
        var text = field.NonEmptyText();
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length is 0)
            return url;
        field.Refuse("Invalid value for an MCP server's URL: expected one that begins with http:// or https://, without a user name in it.");
        return null!;
    }

    private static string Token(Field field)
    {
        var token = field.Text(MaxHeaderValueLength);
        if (!IsHeaderValue(token))
            field.Refuse($"Invalid '{field.Path}': expected a token of visible ASCII characters.");
        return token;
    }

    private static Dictionary<string, string> Headers(Field field)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in field.Pairs(MaxHeaders, MaxHeaderNameLength, MaxHeaderValueLength))
        {
            // The value is a secret, so the message does not repeat it.
            if (name.Length is 0 || !name.All(IsTokenCharacter) || !IsHeaderValue(value))
                field.Refuse($"Invalid '{field.Path}': '{Faults.Clip(name)}' and its value cannot be an HTTP header.");
            headers[name] = value;
        }

        return headers;
    }

    private static McpToolFilter AllowedTools(Field field)
    {
        if (field.IsObject)
            return Filter(field);
        if (field.IsList)
            return new McpToolFilter { ToolNames = field.List(name => name.NonEmptyText()) };
        field.Expected("array or object");
        return new McpToolFilter();
    }

    private static McpToolFilter Filter(Field field) => field.Object(fields => new McpToolFilter
    {
        ToolNames = fields.Value("tool_names", names => names.OrNull(list => list.List(name => name.NonEmptyText()))),
        ReadOnly = fields.Value("read_only", flag => flag.OrNullValue(readOnly => readOnly.Flag())),
    });

    private static McpApproval Approval(Field field)
    {
        if (field.IsText)
            return field.OneOf(Approvals)!;
        if (field.IsObject)
            return field.Object(fields => McpApproval.Some(fields.Value("always", one => one.OrNull(Filter)), fields.Value("never", one => one.OrNull(Filter))));
        field.Expected("string or object");
        return McpApproval.Always;
    }

    /// <summary>RFC 9110, section 5.6.2.</summary>
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private static bool IsHeaderValue(string value) => value.All(c => c is >= ' ' and <= '~');
}
