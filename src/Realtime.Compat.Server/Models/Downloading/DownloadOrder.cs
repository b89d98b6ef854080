using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>A file to download.</summary>
/// <param name="Sources">Where it is, in the order they are asked; at least one.</param>
/// <param name="Accept">The files that are right, any of them; empty to believe the digest that the server states.</param>
internal sealed record DownloadOrder(IReadOnlyList<Uri> Sources, IReadOnlyList<AcceptedFile> Accept)
{
    /// <summary>No model's file is larger, stated or not.</summary>
    private const long MaxBytes = 8L << 30;

    /// <summary>Most bytes that are taken.</summary>
    public long Limit => Accept.Count > 0 && Accept.All(file => file.Size is not null) ? Accept.Max(file => file.Size!.Value) : MaxBytes;
}
