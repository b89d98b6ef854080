namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>Says Internet addresses.</summary>
internal static class AddressReading
{
    /// <summary>A host: "example dot com".</summary>
    public static string Host(string host, SpokenLanguage language) => language switch
    {
        SpokenLanguage.English => host.Replace(".", " dot ", StringComparison.Ordinal),
        SpokenLanguage.Mandarin => host.Replace(".", "点", StringComparison.Ordinal),
        _ => host,
    };

    /// <summary>A mail address: "jane dot doe at example dot com". In other languages an engine's own reading stands.</summary>
    public static string Email(string address, SpokenLanguage language) => language switch
    {
        SpokenLanguage.English => Host(address, language).Replace("@", " at ", StringComparison.Ordinal).Replace("_", " underscore ", StringComparison.Ordinal).Replace("-", " dash ", StringComparison.Ordinal),
        SpokenLanguage.Mandarin => Host(address, language).Replace("@", " at ", StringComparison.Ordinal),
        _ => address,
    };
}
