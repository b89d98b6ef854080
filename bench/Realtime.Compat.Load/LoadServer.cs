using System.Globalization;
using Microsoft.Extensions.AI;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.Load;

/// <summary>The server under load, in a process of its own: Silero's ears, scripted everything else, so that only our own work counts.</summary>
internal static class LoadServer
{
    /// <summary>Path at which the server collects its garbage and tells how many bytes of its heap are alive, so that what sessions hold can be told from what lies about.</summary>
    public const string CollectPath = "/collect";

    public static async Task RunAsync(bool unbatched)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IChatClient>(new ScriptedChatClient());
        builder.Services.AddSingleton<ISpeechToTextClient>(new ScriptedEars());
        builder.Services.AddSingleton<ITextToSpeechClient>(new ScriptedVoice());
        if (unbatched)
        {
            var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
            builder.Services.AddSingleton<Func<IVoiceActivityDetector>>(() => new SileroVoiceActivityDetector(model));
        }

        builder.Services.AddRealtime(options => options.MaxSessions = 100_000);
        await using var app = builder.Build();
        app.MapRealtime();
        app.MapPost(CollectPath, static () =>
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());

        // The parent holds the other end: when it goes, this goes.
        await Console.In.ReadLineAsync();
        await app.StopAsync();
    }
}
