namespace Realtime.Compat.Backends.Scripted;

/// <summary>A failure that a rule makes.</summary>
/// <param name="Code">The code of the <see cref="BackendException"/>.</param>
/// <param name="Message">Its sentence.</param>
internal sealed record ScriptError(string Code, string Message);
