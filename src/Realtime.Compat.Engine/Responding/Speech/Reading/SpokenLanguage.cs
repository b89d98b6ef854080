namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>Languages whose numbers and signs are written out before they are spoken. Speech engines read the others' themselves.</summary>
internal enum SpokenLanguage
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary>English.</summary>
    English,

    /// <summary>Mandarin Chinese.</summary>
    Mandarin,
}
