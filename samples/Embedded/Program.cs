using Embedded;
using Microsoft.Extensions.AI;

// An app that serves the Realtime API beside its own pages, with models of its own: anything that implements Microsoft.Extensions.AI's
// interfaces will do as well as these three.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IChatClient, EchoChat>();
builder.Services.AddSingleton<ISpeechToTextClient, StopwatchEars>();
builder.Services.AddSingleton<ITextToSpeechClient, HummingVoice>();
builder.Services.AddRealtime(options => options.DefaultInstructions = "You repeat what you hear.");

var app = builder.Build();
app.MapGet("/", () => "Connect a client of OpenAI's Realtime API to /v1/realtime.");
app.MapRealtime();
app.MapRealtimeHealth();
await app.RunAsync();
