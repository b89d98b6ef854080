namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Values of <c>response.create</c> that both dialects spell alike.</summary>
internal static class ResponseFields
{
    private const int MaxPairs = 16;
    private const int MaxKeyLength = 64;
    private const int MaxValueLength = 512;

    private static readonly IReadOnlyList<(string, bool)> Conversations = [("auto", false), ("none", true)];

    /// <summary>Reads whether the response stays out of the conversation.</summary>
    public static bool OutOfBand(Field field) => !field.IsNull && field.OneOf(Conversations);

    /// <summary>Reads the client's own pairs, or null.</summary>
    public static IReadOnlyDictionary<string, string>? Metadata(Field field) =>
        field.OrNull(pairs => pairs.Pairs(MaxPairs, MaxKeyLength, MaxValueLength));
}
