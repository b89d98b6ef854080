// The conversation as it happens.
import { say } from './words.js';

const list = document.getElementById('conversation');
const turns = new Map();

function turnOf(id, kind) {
  if (!turns.has(id)) {
    const element = document.createElement('li');
    element.className = `turn ${kind}`;
    turns.set(id, { element, text: '' });
    list.append(element);
    scroll();
  }
  return turns.get(id);
}

function scroll() {
  list.scrollTop = list.scrollHeight;
}

function write(id, kind, text, pending = false) {
  const turn = turnOf(id, kind);
  turn.text = text;
  turn.element.classList.toggle('pending', pending);
  const image = turn.element.querySelector('img');
  turn.element.replaceChildren(...(image ? [image] : []), text);
  scroll();
}

export const clear = () => {
  turns.clear();
  list.replaceChildren();
};

export const fail = (message) => write(`error-${turns.size}`, 'error', message);

/** The user begins to speak: a place is kept for the words. */
export const listen = (id) => write(id, 'user', say('spokenPending'), true);

export function hear(id, delta) {
  const turn = turns.get(id);
  write(id, 'user', (turn?.element.classList.contains('pending') && turn.text === say('spokenPending') ? '' : turn?.text ?? '') + delta, true);
}

export function understood(id, transcript) {
  if (transcript) write(id, 'user', transcript);
  else forget(id);
}

export function forget(id) {
  turns.get(id)?.element.remove();
  turns.delete(id);
}

export function typed(id, text, imageUrl) {
  write(id, 'user', text);
  if (!imageUrl) return;
  const image = new Image();
  image.src = imageUrl;
  image.alt = '';
  turns.get(id).element.prepend(image);
  image.onload = scroll;
}

export function answer(id, delta) {
  write(id, 'assistant', (turns.get(id)?.text ?? '') + delta);
}

export const answered = (id, text) => {
  if (turns.has(id) && !turns.get(id).cut) write(id, 'assistant', text);
};

/** Strikes out what was not heard of an interrupted answer. */
export function cut(id, heard) {
  const turn = turns.get(id);
  if (!turn || !turn.text.startsWith(heard)) return;
  turn.cut = true;
  const unheard = document.createElement('s');
  unheard.textContent = turn.text.slice(heard.length);
  unheard.title = say('heardUntil');
  turn.element.replaceChildren(heard, unheard);
}

export const tool = (id, name, args, output) => write(id, 'tool', output === undefined ? `${name}(${args})` : `${name}(${args}) → ${output}`);
