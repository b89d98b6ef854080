using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads what is to happen when the conversation outgrows the model.</summary>
internal static class TruncationFields
{
    private static readonly IReadOnlyList<(string, Func<ObjectReader, Truncation>)> Kinds = [("retention_ratio", ReadRetentionRatio)];

    private static readonly IReadOnlyList<(string, Truncation)> Modes = [("auto", Truncation.Auto), ("disabled", Truncation.Disabled)];

    /// <summary>Reads a mode's name, or a retention ratio with its limits.</summary>
    public static Truncation Read(Field field)
    {
        if (field.IsText)
            return field.OneOf(Modes)!;
        if (field.IsObject)
            return field.Object(fields => fields.OneOf(Kinds));
        field.Expected("string or object");
        return Truncation.Auto;
    }

    private static Truncation ReadRetentionRatio(ObjectReader fields) => new()
    {
        Mode = TruncationMode.RetentionRatio,
        RetentionRatio = fields.Required("retention_ratio", field => field.Number(0, 1)),
        PostInstructionsTokenLimit = fields.Value("token_limits", field => field.OrNull(limits => limits.Object(ReadTokenLimits)))?.PostInstructions,
    };

    private static TokenLimits ReadTokenLimits(ObjectReader fields) =>
        new(fields.Value("post_instructions", field => field.OrNullValue(limit => limit.Integer(0, int.MaxValue))));

    private sealed record TokenLimits(int? PostInstructions);
}
