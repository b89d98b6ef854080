// Every event of the connection, both ways: filtered, paused, expanded, copied, saved and loaded.
import { copyTo } from './copy.js';
import { highlight } from './highlight.js';
import { say } from './words.js';

const MOST_SHOWN = 1500;
const MOST_KEPT = 20000;
const $ = (id) => document.getElementById(id);
const list = $('events');
const panel = $('panel-events');
const AUDIO = new Set(['input_audio_buffer.append', 'response.output_audio.delta', 'response.audio.delta']);

let live = [];
/** A saved log that is looked at: its name and entries. */
let loaded = null;
let shown = 0;
let started = 0;
let paused = false;

const entries = () => loaded?.entries ?? live;
const isAudio = ({ event }) => AUDIO.has(event.type);

function wanted(entry) {
  const [text, direction] = [$('event-filter').value.trim().toLowerCase(), $('event-direction').value];
  if (isAudio(entry) && !$('event-audio').checked) return false;
  if (direction && direction !== entry.dir) return false;
  return text === '' || (isAudio(entry) ? entry.event.type : JSON.stringify(entry.event)).toLowerCase().includes(text);
}

/** Takes note of an event. */
export function note(direction, event) {
  const now = performance.now();
  started ||= now;
  const entry = { dir: direction, at: Math.round(now - started), event };
  live.push(entry);
  if (live.length > MOST_KEPT) live.splice(0, live.length - MOST_KEPT);
  if (loaded) return;
  if (!paused && wanted(entry)) append(entry);
  tell();
}

export function reset() {
  [live, loaded, started] = [[], null, 0];
  render();
}

function append(entry) {
  const follow = panel.scrollTop + panel.clientHeight > panel.scrollHeight - 60;
  list.append(rowOf(entry));
  if (list.childElementCount > MOST_SHOWN) list.firstElementChild.remove();
  shown++;
  if (follow && !loaded) panel.scrollTop = panel.scrollHeight;
}

function rowOf(entry) {
  const row = document.createElement('li');
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const text = JSON.stringify(entry.event);
  const bad = entry.event.type === 'error' || entry.event.response?.status === 'failed';
  const sent = entry.dir === 'c';
  const arrow = part('span', sent ? 'sent' : 'received', sent ? '↑' : '↓');
  arrow.title = say(sent ? 'sent' : 'received');
  summary.append(part('time', '', (entry.at / 1000).toFixed(3)), arrow, part('span', bad ? 'name bad' : 'name', entry.event.type ?? '?'), part('span', 'peek', peek(entry)), part('span', 'size', size(text.length)));
  details.append(summary);
  details.addEventListener('toggle', () => {
    if (!details.open || details.childElementCount > 1) return;
    const copy = part('button', '', say('copy'));
    copy.type = 'button';
    copy.onclick = () => copyTo(copy, text);
    const pre = part('pre', '', '');
    pre.append(...highlight(JSON.stringify(entry.event, shorten, 2), 'json'));
    details.append(copy, pre);
  });
  row.append(details);
  return row;
}

/** The words of an event, where it has some. */
function peek(entry) {
  if (isAudio(entry)) return '';
  const { event } = entry;
  return event.error?.message ?? event.transcript ?? (typeof event.delta === 'string' ? event.delta : null) ?? event.response?.status ?? event.item?.type ?? '';
}

const part = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text });
const size = (length) => (length < 1000 ? `${length} B` : `${(length / 1000).toFixed(1)} kB`);
const shorten = (key, field) => (typeof field === 'string' && field.length > 2000 && ['audio', 'delta', 'image_url'].includes(key) ? `${field.slice(0, 60)}… (${field.length})` : field);

function tell() {
  const [text, button] = $('event-count').children;
  text.textContent = loaded ? say('loaded')(loaded.name, shown, entries().length) : say('eventCount')(shown, live.length);
  button.hidden = !loaded;
  $('event-count').hidden = entries().length === 0;
  $('events-empty').hidden = shown > 0;
  $('events-empty').textContent = say(entries().length > 0 ? 'noneFits' : 'noEvents');
  $('event-save').disabled = $('event-clear').disabled = entries().length === 0;
}

export function render() {
  list.replaceChildren();
  shown = 0;
  const fitting = entries().filter(wanted);
  for (const entry of fitting.slice(-MOST_SHOWN)) append(entry);
  shown = fitting.length;
  $('event-pause').setAttribute('aria-pressed', paused);
  $('event-pause').textContent = say(paused ? 'resume' : 'pause');
  tell();
}

function save() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([entries().map((entry) => `${JSON.stringify(entry)}\n`).join('')], { type: 'application/jsonl' }));
  link.download = `realtime-${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Reads a saved log: ours, or any with one event a line. */
async function read(file) {
  const read = [];
  for (const [i, line] of (await file.text()).split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    try {
      const json = JSON.parse(line);
      const entry = json.event && !json.type ? { dir: json.dir ?? 's', at: json.at ?? i, event: json.event } : { dir: json.dir ?? 's', at: i, event: json };
      if (typeof entry.event !== 'object') throw new SyntaxError();
      read.push(entry);
    } catch {
      throw new Error(say('fileFault')(file.name, i + 1));
    }
  }
  if (read.length === 0) throw new Error(say('fileEmpty', file.name));
  return read;
}

/** Starts it; `onLoaded` gets the entries of a saved log, `onFault` the sentence why there are none. */
export function start({ onLoaded, onFault }) {
  for (const id of ['event-filter', 'event-direction', 'event-audio']) $(id).addEventListener('input', render);
  $('event-pause').addEventListener('click', () => {
    paused = !paused;
    render();
  });
  $('event-clear').addEventListener('click', reset);
  $('event-save').addEventListener('click', save);
  $('event-count').lastElementChild.addEventListener('click', () => {
    loaded = null;
    render();
  });
  $('event-load').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    try {
      loaded = { name: file.name, entries: await read(file) };
      render();
      panel.scrollTop = 0;
      onLoaded(loaded.entries);
    } catch (error) {
      onFault(error.message);
    }
    target.value = '';
  });
  render();
}
