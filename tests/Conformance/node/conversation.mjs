// One connection of the official client, seen as a conversation: it sends, waits for events, and writes all it saw to a log.

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI, { AzureOpenAI } from 'openai';

const patienceMs = 30_000;
export const bytesPerMs = 48; // 24 kHz, 16 bits, mono

export class Conversation {
  #log;
  #waiting = [];
  #read = 0;
  #unexpected = null;
  #expectsErrors = false;
  events = [];
  closed = null;

  // name: distinguishes the logs of a scenario's connections. connection: one that is open already, else one to OpenAI's path.
  constructor(dialect, name, { model = 'gpt-realtime', connection } = {}) {
    this.dialect = dialect;
    this.#log = join(process.env.REALTIME_LOGS, `${name}.${dialect.name}.jsonl`);
    this.client = connection ?? new dialect.Client({ model }, new OpenAI({ apiKey: 'any key will do', baseURL: process.env.REALTIME_URL }));
    this.client.on('event', (event) => this.#take(event));
    // Every error the server reports is an event, too; what is left are failures of the connection and of parsing.
    this.client.on('error', (error) => {
      if (!error.error) this.#fail(error);
      else if (!this.#expectsErrors) this.#fail(new Error(`The server sent an error nobody expected: ${error.message}`));
    });
    this.closed = new Promise((resolve) => this.client.socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
      this.#fail(new Error(`The connection was closed with ${code} ${reason}.`));
    }));
  }

  static async open(dialect, name, settings) {
    const conversation = new Conversation(dialect, name, { connection: process.env.REALTIME_AZURE && (await azure(dialect)) });
    await conversation.next('session.created');
    if (settings) await conversation.update(settings);
    return conversation;
  }

  expectErrors() {
    this.#expectsErrors = true;
  }

  send(event) {
    this.client.send(event);
  }

  async update(settings) {
    this.send({ type: 'session.update', session: this.dialect.session(settings) });
    return await this.next('session.updated');
  }

  say(text) {
    this.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] } });
  }

  ask(text) {
    this.say(text);
    this.send({ type: 'response.create' });
  }

  // Appends PCM16 in pieces of 100 ms, as fast as the socket takes them: the server counts audio time, not ours.
  append(pcm) {
    for (let start = 0; start < pcm.length; start += 100 * bytesPerMs)
      this.send({ type: 'input_audio_buffer.append', audio: pcm.subarray(start, start + 100 * bytesPerMs).toString('base64') });
  }

  // The next event of a type (or the next that a predicate accepts) after the one awaited last.
  async next(wanted) {
    const fits = typeof wanted === 'function' ? wanted : (event) => event.type === wanted;
    for (;;) {
      while (this.#read < this.events.length) {
        const event = this.events[this.#read++];
        if (fits(event)) return event;
      }
      await this.#more(wanted);
    }
  }

  // The response that ends next.
  async response() {
    return this.describe(await this.next('response.done'));
  }

  // What was streamed for a response, beside what its response.done says.
  describe(done) {
    const own = this.events.filter((event) => event.response_id === done.response.id);
    const of = (type) => own.filter((event) => event.type === type);
    const joined = (type) => of(type).map((event) => event.delta).join('');
    return {
      ...done.response,
      deltas: own,
      text: joined(this.dialect.textDelta),
      transcript: joined(this.dialect.transcriptDelta),
      audio: Buffer.concat(of(this.dialect.audioDelta).map((event) => Buffer.from(event.delta, 'base64'))),
      audioPieces: of(this.dialect.audioDelta).map((event) => Buffer.from(event.delta, 'base64')),
    };
  }

  has(type) {
    return this.events.some((event) => event.type === type);
  }

  count(type) {
    return this.events.filter((event) => event.type === type).length;
  }

  async close() {
    this.#waiting = [];
    this.#unexpected = null;
    this.client.close();
    return await this.closed;
  }

  #take(event) {
    appendFileSync(this.#log, `${JSON.stringify(event)}\n`);
    this.events.push(event);
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #fail(error) {
    this.#unexpected = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #more(wanted) {
    if (this.#unexpected) throw this.#unexpected;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        const last = this.events.slice(-5).map((event) => event.type).join(', ');
        reject(new Error(`Waited ${patienceMs} ms for ${wanted}. The last of ${this.events.length} events: ${last}.`));
      }, patienceMs);
      const settled = (settle) => (value) => { clearTimeout(late); settle(value); };
      this.#waiting.push({ resolve: settled(resolve), reject: settled(reject) });
    });
  }
}

// Azure's client knows a resource's address and a deployment, and makes paths and headers of its own of them.
function azure(dialect) {
  const apiVersion = dialect.name === 'beta' ? '2024-10-01-preview' : '2025-08-28';
  const client = new AzureOpenAI({ apiKey: 'any key will do', endpoint: process.env.REALTIME_AZURE, apiVersion, deployment: 'my-deployment' });
  return dialect.Client.azure(client);
}
