namespace Realtime.Compat.Speech.Api;

/// <summary>A whole error body.</summary>
/// <param name="Error">What went wrong.</param>
internal sealed record ErrorBody(ApiError Error);
