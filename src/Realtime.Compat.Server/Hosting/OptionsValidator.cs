using Microsoft.Extensions.Options;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Lets options say themselves what is wrong with them.</summary>
/// <param name="which">Which of the options of this type, by name.</param>
/// <param name="mistakes">One sentence a mistake.</param>
/// <typeparam name="T">The options.</typeparam>
internal sealed class OptionsValidator<T>(string which, Func<T, IReadOnlyList<string>> mistakes) : IValidateOptions<T>
    where T : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options) =>
        name == which && mistakes(options) is { Count: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
}
