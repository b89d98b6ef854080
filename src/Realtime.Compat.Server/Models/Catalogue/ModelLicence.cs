namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>The terms a model comes under.</summary>
/// <param name="Name">SPDX name where there is one.</param>
/// <param name="Free">False where the terms limit what the model may be used for, or were not read: asked about before the download.</param>
/// <param name="Url">Where they are written.</param>
/// <param name="Note">What else to know, as a sentence.</param>
internal sealed record ModelLicence(string Name, bool Free, string? Url = null, string? Note = null);
