using System.Diagnostics.CodeAnalysis;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Seals what is handed out, so that nobody else can read it, change it or make one of his own.</summary>
internal interface ISeal
{
    /// <summary>Seals.</summary>
    byte[] Close(byte[] content);

    /// <summary>Unseals.</summary>
    /// <returns>False when it was not sealed here, or was changed.</returns>
    bool TryOpen(byte[] sealedContent, [NotNullWhen(true)] out byte[]? content);
}
