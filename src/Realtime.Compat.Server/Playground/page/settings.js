// The form of settings, and the session it describes.
import { check, numberOf } from './numbers.js';
import { examples } from './tools.js';
import { say } from './words.js';

const form = document.getElementById('settings');
const fault = document.getElementById('tools-fault');
const NOT_KEPT = new Set(['key']);

/** The server's own, for a user who empties the field. */
let usualInstructions = '';
let toolsInEffect = [];

export const value = (name) => form.elements[name].value.trim();
const number = (name) => numberOf(form.elements[name]);

export const isPushToTalk = () => value('talking') === 'push';

/** Keeps settings over a reload, but for the key. */
export function start(onChange) {
  restore();
  const change = () => {
    keep();
    show();
    onChange();
  };
  // Some fields stand outside the form's element.
  document.addEventListener('change', (event) => event.target.form === form && change());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change();
  });
  form.elements.tools.addEventListener('input', checkTools);
  for (const field of numbers()) field.addEventListener('input', () => field.ariaInvalid === 'true' && check([field]));
  const put = (list) => {
    form.elements.tools.value = JSON.stringify(list, null, 2);
    change();
  };
  document.getElementById('tools-example').addEventListener('click', () => put(examples));
  document.getElementById('tools-format').addEventListener('click', () => checkTools() && put(toolsInEffect));
  show();
}

const numbers = () => form.querySelectorAll('[type="number"]');
const fields = () => [...form.elements].filter((element) => element.name && !NOT_KEPT.has(element.name));

function restore() {
  const saved = JSON.parse(localStorage.getItem('settings') ?? '{}');
  for (const element of fields()) {
    if (!(element.name in saved)) continue;
    if (element.type === 'checkbox') element.checked = saved[element.name];
    else if (element.type === 'radio') element.checked = saved[element.name] === element.value;
    else if (element.tagName !== 'SELECT' || [...element.options].some((option) => option.value === saved[element.name])) element.value = saved[element.name];
  }
}

function keep() {
  const kept = fields().filter((element) => element.type !== 'radio' || element.checked).map((element) => [element.name, element.type === 'checkbox' ? element.checked : element.value]);
  localStorage.setItem('settings', JSON.stringify(Object.fromEntries(kept)));
}

function show() {
  const kind = isPushToTalk() ? 'push' : value('turns');
  for (const element of form.querySelectorAll('[data-turns]')) element.hidden = !element.dataset.turns.split(' ').includes(kind);
  showFaults();
}

/** Says what of the form is not in effect, and why. */
export function showFaults() {
  checkTools();
  check(numbers());
}

/** Offers what the server has. */
export function offer({ voices, models, calls }) {
  const kept = JSON.parse(localStorage.getItem('settings') ?? '{}').voice ?? value('voice');
  if (fill(form.elements.voice, voices) && voices.includes(kept)) form.elements.voice.value = kept;
  fill(document.getElementById('models'), models);
  const webrtc = [...form.elements.transport].find((element) => element.value === 'webrtc');
  webrtc.disabled = !calls;
  if (!calls) form.elements.transport.value = 'websocket';
}

/** Puts choices into a list; one that has them is left alone, since it may be open. Whether it had to be changed. */
function fill(list, choices) {
  const had = [...list.children].map(({ value: choice }) => choice);
  if (had.join('\n') === choices.join('\n')) return false;
  list.replaceChildren(...choices.map((choice) => new Option(choice)));
  return true;
}

/** The next line is a WebSocket. */
export function useSocket() {
  form.elements.transport.value = 'websocket';
  keep();
}

/** What cannot change while the line stands, or once something was said, is not offered. */
export function restrict({ isOpen, hasSpoken }) {
  for (const element of document.querySelectorAll('#transport input')) element.closest('fieldset').disabled = isOpen;
  form.elements.voice.disabled = isOpen && hasSpoken;
  form.elements.voice.title = isOpen && hasSpoken ? say('voiceFixed') : '';
}

export const learn = (session) => { usualInstructions = session.instructions ?? ''; };

export const focusKey = () => form.elements.key.focus();

/** Whether the tools are a list of tools; else the form says why not, and the list before it stays in effect. */
function checkTools() {
  const message = faultOf(value('tools') || '[]');
  fault.hidden = !message;
  const words = message ? say('toolsFault', message) : '';
  if (fault.textContent !== words) fault.textContent = words;
  form.elements.tools.setAttribute('aria-invalid', Boolean(message));
  if (!message) toolsInEffect = JSON.parse(value('tools') || '[]');
  return !message;
}

function faultOf(text) {
  try {
    const tools = JSON.parse(text);
    if (!Array.isArray(tools)) return say('toolsNoList');
    const wrong = tools.findIndex((tool) => !(tool?.type === 'mcp' || (tool?.type === 'function' && typeof tool.name === 'string' && tool.name)));
    return wrong < 0 ? '' : say('toolsNoName')(wrong + 1);
  } catch (error) {
    return error.message;
  }
}

export function turnDetection() {
  if (isPushToTalk()) return null;
  const shared = { create_response: true, interrupt_response: form.elements.interrupt.checked };
  if (value('turns') === 'semantic_vad') return { type: 'semantic_vad', eagerness: value('eagerness'), ...shared };
  return {
    type: 'server_vad', threshold: number('threshold'), prefix_padding_ms: number('padding'), silence_duration_ms: number('silence'),
    ...(number('idle') ? { idle_timeout_ms: number('idle') } : {}), ...shared,
  };
}

/** The session object of a session.update. */
export function session({ hasSpoken = false } = {}) {
  const instructions = value('instructions') || usualInstructions;
  return {
    type: 'realtime',
    output_modalities: [value('modality')],
    ...(instructions ? { instructions } : {}),
    tools: toolsInEffect,
    audio: {
      input: {
        transcription: { model: 'whisper-1', ...(value('language') ? { language: value('language') } : {}) },
        noise_reduction: value('noise') ? { type: value('noise') } : null,
        turn_detection: turnDetection(),
      },
      output: { ...(hasSpoken ? {} : { voice: value('voice') || 'alloy' }), speed: number('speed') },
    },
  };
}

/** The same, as one who starts anew would write it. */
export function sessionToPaste() {
  const pasted = session();
  if (!value('instructions')) delete pasted.instructions;
  if (pasted.tools.length === 0) delete pasted.tools;
  return pasted;
}
