using Realtime.Compat.Server.CommandLine;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the settings can be read and the data directory be written; all that is kept and served follows from them.</summary>
/// <param name="arguments">`--name=value`.</param>
internal sealed class SettingsCheck(string[] arguments) : ICheck
{
    /// <inheritdoc/>
    public string Name => "settings";

    /// <summary>A builder with all settings; null where they are wrong.</summary>
    public WebApplicationBuilder? Builder { get; private set; }

    /// <summary>The data directory; null where it cannot be written.</summary>
    public DataDirectory? Directory { get; private set; }

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var builder = ServeCommand.CreateBuilder(arguments);
            var directory = DataDirectory.Of(builder.Configuration);
            UserSettings.AddTo(builder.Configuration, directory);
            RealtimeServer.Settings.Check(builder.Configuration);
            ChosenModels.Check(builder.Configuration, directory);
            (Builder, Directory) = (builder, directory);
            return Task.FromResult(Finding.Fine($"read; data in {directory.Root}"));
        }
        catch (Exception failure) when (StartFailure.Explain(failure, urls: null) is { } sentence)
        {
            return Task.FromResult(Finding.Wrong(sentence, "correct it there (docs/configuration.md lists every setting), and run the doctor again for what depends on it"));
        }
    }
}
