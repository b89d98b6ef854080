using Realtime.Compat.AspNetCore;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether other machines are let in without a key, which the server refuses to start with.</summary>
/// <param name="configuration">All settings.</param>
internal sealed class KeysCheck(IConfiguration configuration) : ICheck
{
    /// <inheritdoc/>
    public string Name => "keys";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var options = configuration.GetSection(RealtimeOptions.Section).Get<RealtimeOptions>() ?? new RealtimeOptions();
        if (Listening.OpennessOf(configuration, options) is { } open)
            return Task.FromResult(Finding.Wrong(open.What, open.Remedy));
        return Task.FromResult(Finding.Fine(
            options.ApiKeys.Any(key => key.Key.Length > 0) || !string.IsNullOrEmpty(options.ApiKeysFile) ? "clients need one"
            : options.AllowAnonymous ? "nobody needs one (Realtime:AllowAnonymous)"
            : "none needed: only this machine reaches the server"));
    }
}
