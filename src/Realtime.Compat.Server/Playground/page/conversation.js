// The conversation as it happens.
import { announce } from './announcer.js';
import { say } from './words.js';

const list = document.getElementById('conversation');
const turns = new Map();
let faults = 0;

/** Whoever scrolled up to read is left there. */
function following(change) {
  const follows = list.scrollTop + list.clientHeight > list.scrollHeight - 60;
  change();
  if (follows) list.scrollTop = list.scrollHeight;
}

function turnOf(id, kind) {
  if (!turns.has(id)) {
    const element = document.createElement('li');
    element.className = `turn ${kind}`;
    const speaker = { user: 'you', assistant: 'assistant' }[kind];
    if (speaker) element.setAttribute('aria-label', say(speaker));
    turns.set(id, { element, text: '' });
    list.append(element);
    list.scrollTop = list.scrollHeight;
  }
  return turns.get(id);
}

function write(id, kind, text, pending = false) {
  const turn = turnOf(id, kind);
  turn.text = text;
  following(() => {
    turn.element.classList.toggle('pending', pending);
    turn.element.replaceChildren(...(turn.image ? [turn.image] : []), text);
  });
}

const isPending = (id) => turns.get(id)?.element.classList.contains('pending');

export const clear = () => {
  turns.clear();
  list.replaceChildren();
};

export function fail(message) {
  write(`error-${++faults}`, 'error', message);
  announce(null, message);
}

/** The user begins to speak: a place is kept for the words. */
export const listen = (id) => turns.has(id) || write(id, 'user', '…', true);

export function hear(id, delta) {
  const before = turns.get(id)?.text ?? '…';
  write(id, 'user', (before === '…' ? '' : before) + delta, true);
}

export function understood(id, transcript) {
  if (transcript.trim()) {
    write(id, 'user', transcript);
    announce('you', transcript);
  } else {
    forget(id);
  }
}

export function forget(id) {
  turns.get(id)?.element.remove();
  turns.delete(id);
}

/** What nobody will say the words of any more, and what nobody waits for an answer to. */
export function settle() {
  [...turns.keys()].filter(isPending).forEach((id) => (turns.get(id).text === '…' ? forget(id) : write(id, 'user', turns.get(id).text)));
  list.querySelectorAll('form, .row').forEach((wish) => wish.remove());
}

export function typed(id, text, imageUrl) {
  const turn = turnOf(id, 'user');
  if (imageUrl) {
    turn.image = new Image();
    turn.image.src = imageUrl;
    turn.image.alt = say('attachedImage');
    turn.image.onload = () => { list.scrollTop = list.scrollHeight; };
  }
  write(id, 'user', text);
}

export function answer(id, delta) {
  if (!turns.get(id)?.cut) write(id, 'assistant', (turns.get(id)?.text ?? '') + delta);
}

/** The answer is whole, or all that there will be of it. */
export const answered = (id) => turns.has(id) && announce('assistant', turns.get(id).text);

/** Strikes out what was not heard of an interrupted answer. */
export function cut(id, heard) {
  const turn = turns.get(id);
  if (!turn) return;
  turn.cut = true;
  let length = 0;
  while (length < heard.length && heard[length] === turn.text[length]) length++;
  const [kept, unheard] = [turn.text.slice(0, length), document.createElement('s')];
  unheard.textContent = turn.text.slice(length);
  if (!unheard.textContent.trim()) return;
  const why = Object.assign(document.createElement('small'), { textContent: say('cutHere') });
  following(() => turn.element.replaceChildren(kept, unheard, why));
}

/** A call of a tool, which has no result yet. */
export function call(id, name, args) {
  const turn = turnOf(id, 'tool');
  following(() => {
    turn.element.replaceChildren(Object.assign(document.createElement('code'), { textContent: `${name}(${args})` }));
  });
}

export function returned(id, output) {
  const turn = turns.get(id);
  if (!turn) return;
  turn.element.querySelector('form')?.remove();
  following(() => turn.element.append(Object.assign(document.createElement('code'), { className: 'result', textContent: ` → ${output}` })));
}

/** Asks the user whether a tool may be called; whoever asks is told once. */
export function consent(id) {
  const bar = Object.assign(document.createElement('p'), { className: 'row' });
  const answers = [['approve', true], ['refuse', false]].map(([word, isApproved]) => [Object.assign(document.createElement('button'), { type: 'button', textContent: say(word) }), isApproved]);
  bar.append(...answers.map(([button]) => button));
  following(() => turns.get(id).element.append(bar));
  announce(null, say('consentWanted'));
  return new Promise((resolve) => {
    for (const [button, isApproved] of answers) button.addEventListener('click', () => resolve(isApproved));
  });
}

/** The user's answer, which may come from a log. */
export function consented(id, isApproved) {
  const turn = turns.get(id);
  if (!turn) return;
  turn.element.querySelector('.row')?.remove();
  following(() => turn.element.append(Object.assign(document.createElement('small'), { className: 'answer', textContent: say(isApproved ? 'approved' : 'refused') })));
}

/** Asks the user for the result of a tool that this page does not have. */
export function ask(id, name) {
  const form = document.createElement('form');
  const label = Object.assign(document.createElement('label'), { textContent: say('toolAsk')(name) });
  const input = Object.assign(document.createElement('input'), { autocomplete: 'off' });
  label.append(input);
  form.append(label, Object.assign(document.createElement('button'), { textContent: say('toolReturn') }));
  following(() => turns.get(id).element.append(form));
  input.focus();
  return new Promise((resolve) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      resolve(input.value.trim());
    });
  });
}
