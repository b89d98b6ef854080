// Every event of the connection, both ways: filtered, paused, expanded, copied, saved and loaded.
import { say } from './words.js';

const MOST_SHOWN = 1500;
const MOST_KEPT = 20000;
const list = document.getElementById('events');
const filter = document.getElementById('event-filter');
const audio = document.getElementById('event-audio');
const count = document.getElementById('event-count');
const pause = document.getElementById('event-pause');
let log = [];
let shown = 0;
let started = 0;
let title = '';

const isAudio = ({ event }) => ['input_audio_buffer.append', 'response.output_audio.delta', 'response.audio.delta'].includes(event.type);
const wanted = (entry) => (audio.checked || !isAudio(entry)) && (filter.value === '' || (entry.event.type + (isAudio(entry) ? '' : JSON.stringify(entry.event))).toLowerCase().includes(filter.value.toLowerCase()));

/** Takes note of an event. */
export function note(direction, event) {
  const now = performance.now();
  started ||= now;
  const entry = { dir: direction, at: Math.round(now - started), event };
  log.push(entry);
  if (log.length > MOST_KEPT) log.splice(0, log.length - MOST_KEPT);
  if (pause.getAttribute('aria-pressed') === 'false' && wanted(entry)) {
    append(entry);
    while (list.childElementCount > MOST_SHOWN) list.firstElementChild.remove();
  }
  tell();
}

export function reset() {
  [log, started, title] = [[], 0, ''];
  render();
}

function append(entry) {
  const follow = list.parentElement.scrollTop + list.parentElement.clientHeight > list.parentElement.scrollHeight - 40;
  const row = document.createElement('li');
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const bad = entry.event.type === 'error' || entry.event.response?.status === 'failed';
  const text = () => JSON.stringify(entry.event);
  summary.append(
    part('time', '', `${(entry.at / 1000).toFixed(3)}`),
    part('span', entry.dir === 'c' ? 'c' : 's', entry.dir === 'c' ? '↑' : '↓'),
    part('span', `name ${bad ? 'bad' : ''}`, entry.event.type ?? '?'),
    part('span', 'size', size(text().length)),
  );
  details.append(summary);
  details.addEventListener('toggle', () => {
    if (!details.open || details.childElementCount > 1) return;
    const copy = part('button', '', say('copy'));
    copy.type = 'button';
    copy.onclick = () => navigator.clipboard.writeText(text()).then(() => { copy.textContent = say('copied'); });
    details.append(copy, part('pre', '', JSON.stringify(entry.event, shorten, 2)));
  });
  row.append(details);
  list.append(row);
  shown++;
  if (follow) list.parentElement.scrollTop = list.parentElement.scrollHeight;
}

const part = (name, className, text) => Object.assign(document.createElement(name), { className: className.trim(), textContent: text });
const size = (length) => (length < 1000 ? `${length} B` : `${(length / 1000).toFixed(1)} kB`);
const shorten = (key, field) => (typeof field === 'string' && field.length > 2000 && ['audio', 'delta', 'image_url'].includes(key) ? `${field.slice(0, 60)}… (${field.length})` : field);

function tell() {
  count.textContent = title || say('eventCount')(shown, log.length);
}

function render() {
  list.replaceChildren();
  shown = 0;
  for (const entry of log.filter(wanted).slice(-MOST_SHOWN)) append(entry);
  tell();
}

function save() {
  const lines = log.map((entry) => JSON.stringify(entry)).join('\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([lines + '\n'], { type: 'application/jsonl' }));
  link.download = `realtime-${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Shows a saved log: ours, or any with one event a line. */
async function load(file, onFault) {
  const entries = [];
  for (const [i, line] of (await file.text()).split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    try {
      const json = JSON.parse(line);
      entries.push(json.event && !json.type ? { dir: json.dir ?? 's', at: json.at ?? i, event: json.event } : { dir: json.dir ?? 's', at: i, event: json });
    } catch {
      onFault(say('fileFault', i + 1));
      return;
    }
  }
  log = entries;
  title = say('loaded')(file.name, entries.length);
  render();
}

export function start(onFault) {
  filter.addEventListener('input', render);
  audio.addEventListener('change', render);
  pause.addEventListener('click', () => {
    const paused = pause.getAttribute('aria-pressed') === 'false';
    pause.setAttribute('aria-pressed', paused);
    pause.textContent = say(paused ? 'resume' : 'pause');
    if (!paused) render();
  });
  document.getElementById('event-clear').addEventListener('click', reset);
  document.getElementById('event-save').addEventListener('click', save);
  const input = document.getElementById('event-load');
  input.addEventListener('change', () => {
    if (input.files[0]) load(input.files[0], onFault);
    input.value = '';
  });
  tell();
}
