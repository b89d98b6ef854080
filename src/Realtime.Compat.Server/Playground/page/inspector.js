// Every event of the connection, both ways: filtered, paused, expanded, copied, saved and loaded.
import { copyTo } from './copy.js';
import { highlight } from './highlight.js';
import { LiveLog, isAudio, parse, toLines } from './log.js';
import { say } from './words.js';

const MOST_SHOWN = 1500;
const $ = (id) => document.getElementById(id);
const list = $('events');
const panel = $('panel-events');

let live = new LiveLog();
/** A saved log that is looked at: its name and entries. */
let loaded = null;
let shown = 0;
let paused = false;

const entries = () => (loaded ?? live).entries;

function wanted(entry) {
  const [text, direction] = [$('event-filter').value.trim().toLowerCase(), $('event-direction').value];
  if (isAudio(entry) && !$('event-audio').checked) return false;
  if (direction && direction !== entry.dir) return false;
  return text === '' || (isAudio(entry) ? entry.event.type : JSON.stringify(entry.event)).toLowerCase().includes(text);
}

/** Takes note of an event. */
export function note(direction, event) {
  const entry = live.add(direction, event);
  if (loaded) return;
  if (!paused && wanted(entry)) append(entry);
  tell();
}

export function reset() {
  [live, loaded] = [new LiveLog(), null];
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
  summary.append(part('time', '', entry.at === undefined ? '' : (entry.at / 1000).toFixed(3)), arrow, part('span', bad ? 'name bad' : 'name', entry.event.type ?? '?'), part('span', 'peek', peek(entry)), part('span', 'size', size(text.length)));
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
  text.textContent = loaded ? say('loaded')(loaded.name, shown, entries().length) : say('eventCount')(shown, live.entries.length, live.left);
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
  link.href = URL.createObjectURL(new Blob([toLines(entries())], { type: 'application/jsonl' }));
  link.download = `realtime-${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
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
      loaded = { name: file.name, entries: parse(file.name, await file.text()) };
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
