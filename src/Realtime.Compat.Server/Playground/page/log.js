// A log of events: what is kept of a live one, and what a saved one holds. An entry is { dir, at, event }: 'c' or 's', and milliseconds, if they are known.
import { say } from './words.js';

/** Audio is the bulk of a long session and tells the least: of more events than this, the oldest audio goes first. */
const MOST_KEPT = 20_000;
/** Room made at one time. */
const ROOM = 1000;

const AUDIO = new Set(['input_audio_buffer.append', 'response.output_audio.delta', 'response.audio.delta']);

/** What clients send: no name is used by both sides (docs/replay.md). */
const OF_CLIENTS = new Set([
  'session.update', 'transcription_session.update', 'input_audio_buffer.append', 'input_audio_buffer.commit', 'input_audio_buffer.clear', 'output_audio_buffer.clear',
  'conversation.item.create', 'conversation.item.delete', 'conversation.item.retrieve', 'conversation.item.truncate', 'response.create', 'response.cancel',
]);

export const isAudio = ({ event }) => AUDIO.has(event.type);

export const toLines = (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** The events of a connection as they come. */
export class LiveLog {
  entries = [];
  /** Events that made room for later ones. */
  left = 0;
  #started = null;

  add(dir, event) {
    const now = performance.now();
    this.#started ??= now;
    const entry = { dir, at: Math.round(now - this.#started), event };
    this.entries.push(entry);
    if (this.entries.length > MOST_KEPT) this.#makeRoom();
    return entry;
  }

  #makeRoom() {
    const before = this.entries.length;
    let excess = ROOM;
    this.entries = this.entries.filter((entry) => !(excess > 0 && isAudio(entry) && excess--));
    // Words alone filled it: the session they belong to stays.
    if (this.entries.length > MOST_KEPT) this.entries.splice(1, ROOM);
    this.left += before - this.entries.length;
  }
}

/**
 * Reads a saved log: ours, or any with one event a line.
 * @throws {Error} the sentence why it cannot be shown
 */
export function parse(name, text) {
  const entries = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    try {
      entries.push(entryOf(JSON.parse(line)));
    } catch {
      throw new Error(say('fileFault')(name, i + 1));
    }
  }
  if (entries.length === 0) throw new Error(say('fileEmpty', name));
  return entries;
}

function entryOf(json) {
  const event = json.type ? json : json.event;
  if (typeof event !== 'object' || event === null) throw new SyntaxError();
  const dir = ['c', 's'].includes(json.dir) ? json.dir : OF_CLIENTS.has(event.type) ? 'c' : 's';
  return { dir, ...(Number.isFinite(json.at) ? { at: json.at } : {}), event };
}
