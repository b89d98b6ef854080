// The Agents SDK, unmodified, over WebSocket: a conversation in which the model uses a tool. Environment as for main.mjs, but
// REALTIME_URL is the socket's address (ws://127.0.0.1:1234/v1/realtime?model=…). Exit status 0: it went as it should.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents/realtime';
import { z } from 'zod';

const patienceMs = 30_000;
const log = join(process.env.REALTIME_LOGS, 'agents.ga.jsonl');
const asked = [];

const weather = tool({
  name: 'get_weather',
  description: 'Tells the current weather at a place.',
  parameters: z.object({ place: z.string() }),
  execute: async ({ place }) => {
    asked.push(place);
    return `It is 18 degrees and sunny.`;
  },
});

const session = new RealtimeSession(new RealtimeAgent({ name: 'Assistant', instructions: 'Be brief.', tools: [weather] }), {
  transport: 'websocket',
  model: 'gpt-realtime',
});

const turns = [];
let wake = () => {};
session.transport.on('*', (event) => {
  if (event.type === 'response.done') turns.push(event.response);
  // What the SDK makes up itself carries no id of the server's.
  if (event.event_id) appendFileSync(log, `${JSON.stringify(event)}\n`);
  wake();
});
session.on('error', ({ error }) => fail(error));

function fail(error) {
  console.error(error.stack ?? JSON.stringify(error));
  process.exit(1);
}

async function until(what, holds) {
  const deadline = Date.now() + patienceMs;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await Promise.race([new Promise((resolve) => { wake = resolve; }), new Promise((resolve) => setTimeout(resolve, 1000))]);
  }
}

const said = () => session.history
  .filter((item) => item.type === 'message' && item.role === 'assistant')
  .flatMap((item) => item.content.map((part) => part.transcript ?? part.text ?? ''))
  .join('\n');

try {
  await session.connect({ apiKey: 'any key will do', url: process.env.REALTIME_URL });
  session.sendMessage('What is the weather in Paris?');
  await until('the tool to be used', () => asked.length > 0);
  await until('the answer that tells what the tool said', () => said().includes('18 degrees'));
  await until('both responses to end', () => turns.length >= 2);
  assert.ok(turns.every((response) => response.status === 'completed'), JSON.stringify(turns));
  assert.equal(turns[0].output[0].type, 'function_call');

  session.sendMessage('Thank you.');
  await until('the answer to the thanks', () => turns.length >= 3);
  assert.match(said(), /thank you/i);
  session.close();
  process.exit(0);
} catch (error) {
  fail(error);
}
