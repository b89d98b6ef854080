namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>How decoding audio went.</summary>
internal enum AudioBase64Result
{
    /// <summary>It is in the payload.</summary>
    Decoded,

    /// <summary>The text is no base64, or lacks its padding.</summary>
    NotBase64,

    /// <summary>More than <see cref="AudioBase64.MaxBytes"/>.</summary>
    TooLarge,
}
