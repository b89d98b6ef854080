// The same session as a program in four languages. Each takes the key, where the server wants one, from OPENAI_API_KEY, and runs as it stands.

const indent = (text, by) => text.replaceAll('\n', `\n${by}`);

/** JSON as Python writes it. */
const python = (json) => json.replace(/("(?:[^"\\]|\\.)*")|\b(true|false|null)\b/g, (_, text, word) => text ?? { true: 'True', false: 'False', null: 'None' }[word]);

/** The Node SDK speaks TLS only: the server's own https address is the usual one, unless the page came by another. */
const https = (base) => base.replace(/^http:\/\/([^/:]+):8000/, 'https://$1:8443').replace('https://127.0.0.1:', 'https://localhost:');

export const snippets = {
  python: ({ base, json, model }) => `# pip install "openai[realtime]"
import asyncio, base64, os
from openai import AsyncOpenAI

client = AsyncOpenAI(base_url=${JSON.stringify(base)}, api_key=os.environ.get("OPENAI_API_KEY", "none"))
session = ${python(json)}


async def main():
    async with client.realtime.connect(model=${JSON.stringify(model)}) as connection:
        await connection.session.update(session=session)
        await connection.conversation.item.create(
            item={"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello!"}]})
        await connection.response.create()
        async for event in connection:
            if event.type == "response.output_audio.delta":
                pcm = base64.b64decode(event.delta)  # 24 kHz, 16 bit, mono: play it
            elif event.type in ("response.output_audio_transcript.delta", "response.output_text.delta"):
                print(event.delta, end="", flush=True)
            elif event.type == "error":
                print(event.error.message)
            elif event.type == "response.done":
                break


asyncio.run(main())
`,

  node: ({ base, json, model }) => `// npm install openai ws
// The SDK speaks TLS only. Trust the server's certificate: NODE_EXTRA_CA_CERTS=… node talk.mjs (./run.sh certs prints the path)
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const client = new OpenAI({ baseURL: ${JSON.stringify(https(base))}, apiKey: process.env.OPENAI_API_KEY ?? 'none' });
const realtime = new OpenAIRealtimeWS({ model: ${JSON.stringify(model)} }, client);

realtime.on('session.created', () => {
  realtime.send({ type: 'session.update', session: ${indent(json, '  ')} });
  realtime.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello!' }] } });
  realtime.send({ type: 'response.create' });
});
realtime.on('response.output_audio.delta', (event) => {
  const pcm = Buffer.from(event.delta, 'base64'); // 24 kHz, 16 bit, mono: play it
});
realtime.on('response.output_audio_transcript.delta', (event) => process.stdout.write(event.delta));
realtime.on('response.output_text.delta', (event) => process.stdout.write(event.delta));
realtime.on('response.done', () => realtime.close());
realtime.on('error', (error) => console.error(error.message));
`,

  dotnet: ({ base, json, model }) => `// dotnet run talk.cs (.NET 10, no package)
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

using var socket = new ClientWebSocket();
socket.Options.SetRequestHeader("Authorization", "Bearer " + (Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none"));
await socket.ConnectAsync(new Uri(${JSON.stringify(`${base.replace(/^http/, 'ws')}/realtime?model=${encodeURIComponent(model)}`)}), default);
await Send("""
    { "type": "session.update", "session": ${indent(json, '    ')} }
    """);
await Send("""
    { "type": "conversation.item.create", "item": { "type": "message", "role": "user", "content": [{ "type": "input_text", "text": "Hello!" }] } }
    """);
await Send("""{ "type": "response.create" }""");

while (await Receive() is { } json)
{
    var type = json.GetProperty("type").GetString();
    if (type is "response.output_audio.delta")
    {
        var pcm = json.GetProperty("delta").GetBytesFromBase64(); // 24 kHz, 16 bit, mono: play it
    }
    else if (type is "response.output_audio_transcript.delta" or "response.output_text.delta")
        Console.Write(json.GetProperty("delta").GetString());
    else if (type is "error")
        Console.Error.WriteLine(json.GetProperty("error").GetProperty("message").GetString());
    else if (type is "response.done")
        break;
}

Task Send(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, default);

async Task<JsonElement?> Receive()
{
    using var message = new MemoryStream();
    var buffer = new byte[16 * 1024];
    WebSocketReceiveResult part;
    do
    {
        part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), default);
        message.Write(buffer, 0, part.Count);
    }
    while (!part.EndOfMessage);
    if (part.MessageType is WebSocketMessageType.Close)
        return null;
    return JsonElement.Parse(message.ToArray());
}
`,

  browser: ({ base, json, model }) => `// In a page, as <script type="module">: over WebRTC. A page of yours gets a client secret from its own server, never a key.
const key = 'none';

const peer = new RTCPeerConnection();
const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
peer.addTrack(microphone.getTracks()[0], microphone);
peer.ontrack = ({ streams }) => {
  const audio = new Audio();
  audio.srcObject = streams[0];
  audio.play();
};

const events = peer.createDataChannel('oai-events');
events.onmessage = ({ data }) => console.log(JSON.parse(data));
events.onopen = () => events.send(JSON.stringify({ type: 'session.update', session: ${indent(json, '  ')} }));

await peer.setLocalDescription();
const response = await fetch(${JSON.stringify(`${base}/realtime/calls?model=${encodeURIComponent(model)}`)}, {
  method: 'POST',
  body: peer.localDescription.sdp,
  headers: { 'Content-Type': 'application/sdp', Authorization: \`Bearer \${key}\` },
});
if (!response.ok) throw new Error(await response.text());
await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
`,
};
