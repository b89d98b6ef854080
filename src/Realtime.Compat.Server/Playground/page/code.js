// The same session as code that can be pasted.
import { session, value } from './settings.js';

const choice = document.getElementById('code-language');
const output = document.getElementById('code');

const indent = (text, by) => text.replaceAll('\n', `\n${by}`);

/** JSON as Python writes it. */
const python = (json) => json.replace(/("(?:[^"\\]|\\.)*")|\b(true|false|null)\b/g, (whole, text, word) => text ?? { true: 'True', false: 'False', null: 'None' }[word]);

const writers = {
  python: (base, json, model) => `# pip install "openai[realtime]"
import asyncio, base64
from openai import AsyncOpenAI

client = AsyncOpenAI(base_url="${base}", api_key="none")
session = ${python(json)}

async def main():
    async with client.realtime.connect(model="${model}") as connection:
        await connection.session.update(session=session)
        await connection.conversation.item.create(
            item={"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello!"}]})
        await connection.response.create()
        async for event in connection:
            if event.type == "response.output_audio.delta":
                pcm = base64.b64decode(event.delta)  # 24 kHz, 16 bit, mono
            elif event.type == "response.output_audio_transcript.delta":
                print(event.delta, end="", flush=True)
            elif event.type == "response.done":
                break

asyncio.run(main())
`,
  node: (base, json, model) => `// npm install openai ws          The Node SDK speaks wss only: use the https address, and trust its
// certificate first with NODE_EXTRA_CA_CERTS (\`./run.sh certs\` prints the path).
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const client = new OpenAI({ baseURL: '${base.replace(/^http:\/\/([^/:]+):8000/, 'https://$1:8443')}', apiKey: 'none' });
const realtime = new OpenAIRealtimeWS({ model: '${model}' }, client);

realtime.on('session.created', () => {
  realtime.send({ type: 'session.update', session: ${indent(json, '  ')} });
  realtime.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello!' }] } });
  realtime.send({ type: 'response.create' });
});
realtime.on('response.output_audio_transcript.delta', (event) => process.stdout.write(event.delta));
realtime.on('response.output_audio.delta', (event) => Buffer.from(event.delta, 'base64')); // 24 kHz, 16 bit, mono
realtime.on('response.done', () => realtime.close());
`,
  dotnet: (base, json, model) => `// dotnet run talk.cs             needs no package
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

using var socket = new ClientWebSocket();
await socket.ConnectAsync(new Uri("${base.replace(/^http/, 'ws')}/realtime?model=${model}"), default);
await Send("""{"type":"session.update","session":${JSON.stringify(JSON.parse(json))}}""");
await Send("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello!"}]}}""");
await Send("""{"type":"response.create"}""");

while (await Receive() is { } json)
{
    var type = json.GetProperty("type").GetString();
    if (type == "response.output_audio_transcript.delta")
        Console.Write(json.GetProperty("delta").GetString());
    else if (type == "response.output_audio.delta")
        _ = json.GetProperty("delta").GetBytesFromBase64(); // 24 kHz, 16 bit, mono
    else if (type == "response.done")
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
    return part.MessageType == WebSocketMessageType.Close ? null : JsonElement.Parse(message.ToArray());
}
`,
  browser: (base, json, model) => `// In a page, over WebRTC. A page of yours asks its own server for a client secret in place of a key.
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
const response = await fetch('${base}/realtime/calls?model=${model}', {
  method: 'POST', body: peer.localDescription.sdp,
  headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer none' },
});
await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
`,
};

export function render() {
  const base = new URL('v1', document.baseURI).href;
  output.textContent = writers[choice.value](base, JSON.stringify(session(), null, 2), value('model') || 'gpt-realtime');
}

export function start(copied) {
  choice.addEventListener('change', render);
  document.getElementById('code-copy').addEventListener('click', () => navigator.clipboard.writeText(output.textContent).then(copied));
  render();
}
