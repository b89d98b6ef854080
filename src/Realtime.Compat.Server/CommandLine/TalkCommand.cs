using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Realtime.Compat.Client;
using Realtime.Compat.Server.CommandLine.Talk;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime talk`: asks a running server something and shows what comes back, with timings.</summary>
internal static class TalkCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var question = new Argument<string?>("QUESTION") { Description = "What to ask: a text, or a WAV file", Arity = ArgumentArity.ZeroOrOne };
        var url = new Option<string>("--url") { Description = "The server, or any Realtime API (https://api.openai.com/v1)", DefaultValueFactory = _ => RealtimeAddress.Default };
        var key = new Option<string?>("--key") { Description = "API key; OPENAI_API_KEY otherwise" };
        var model = new Option<string>("--model") { Description = "Model to ask for", DefaultValueFactory = _ => "gpt-realtime" };
        var voice = new Option<string?>("--voice") { Description = "Voice of the answer" };
        var text = new Option<bool>("--text") { Description = "Have the answer in writing" };
        var save = new Option<string?>("--save") { Description = "Save the answer's voice as a WAV file" };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Ask one thing after another, a line each" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Print every event, both ways" };
        var talk = new Command("talk", "Ask a running server something: the quickest proof that it works")
        {
            question, url, key, model, voice, text, save, interactive, verbose,
        };
        talk.SetAction(async (parsed, cancellationToken) =>
        {
            var conversation = new TalkConversation(Console.Out, TimeProvider.System)
            {
                Address = parsed.GetRequiredValue(url),
                Model = parsed.GetRequiredValue(model),
                ApiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("OPENAI_API_KEY"),
                Authority = AuthorityOf(parsed.GetRequiredValue(url)),
                Voice = parsed.GetValue(voice),
                InWriting = parsed.GetValue(text),
                SaveTo = parsed.GetValue(save),
                IsVerbose = parsed.GetValue(verbose),
            };
            try
            {
                var asked = parsed.GetValue(question);
                if (asked is null && !parsed.GetValue(interactive))
                    throw new OperatorException("Say what to ask: `realtime talk \"What time is it?\"`, a WAV file, or -i to ask one thing after another.");
                return await conversation.RunAsync(asked, parsed.GetValue(interactive) ? Console.In : null, cancellationToken);
            }
            catch (Exception failure) when (failure is RealtimeClientException or OperatorException)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return talk;
    }

    /// <summary>This machine's own server is trusted by the authority it made for itself.</summary>
    private static X509Certificate2? AuthorityOf(string url)
    {
        if (!url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("wss:", StringComparison.OrdinalIgnoreCase))
            return null;
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        var file = Path.Combine(DataDirectory.Of(configuration).Certificates, "realtime-ca.pem");
        return File.Exists(file) ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
    }
}
