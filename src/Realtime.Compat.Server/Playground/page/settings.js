// The form of settings, and the session it describes.
import { say } from './words.js';

const form = document.getElementById('settings');
const fault = document.getElementById('tools-fault');

export const value = (name) => form.elements[name].value.trim();
const number = (name) => (value(name) === '' ? null : Number(value(name)));

export const isPushToTalk = () => value('turns') === 'push';

/** Keeps settings over a reload, but for the key. */
export function remember(onChange) {
  const saved = JSON.parse(localStorage.getItem('settings') ?? '{}');
  for (const element of form.elements) {
    if (!element.name || element.name === 'key' || !(element.name in saved)) continue;
    if (element.type === 'checkbox') element.checked = saved[element.name];
    else element.value = saved[element.name];
  }
  const change = () => {
    const fields = [...form.elements].filter((element) => element.name && element.name !== 'key');
    localStorage.setItem('settings', JSON.stringify(Object.fromEntries(fields.map((element) => [element.name, element.type === 'checkbox' ? element.checked : element.value]))));
    show();
    onChange();
  };
  form.addEventListener('change', change);
  show();
}

function show() {
  for (const label of form.querySelectorAll('[data-turns]')) label.hidden = !label.dataset.turns.split(' ').includes(value('turns'));
}

/** The tools, or null when they are no list; then the form says why. */
export function toolsOf() {
  fault.hidden = true;
  try {
    const tools = JSON.parse(value('tools') || '[]');
    if (!Array.isArray(tools)) throw new Error('[…]');
    return tools;
  } catch (error) {
    fault.textContent = say('toolsFault', error.message);
    fault.hidden = false;
    return null;
  }
}

export function turnDetection() {
  const shared = { create_response: true, interrupt_response: form.elements.interrupt.checked };
  switch (value('turns')) {
    case 'push': return null;
    case 'semantic_vad': return { type: 'semantic_vad', eagerness: value('eagerness'), ...shared };
    default: return {
      type: 'server_vad', threshold: number('threshold') ?? 0.5, prefix_padding_ms: number('padding') ?? 300, silence_duration_ms: number('silence') ?? 500,
      idle_timeout_ms: number('idle'), ...shared,
    };
  }
}

/** The session object of a session.update. */
export function session({ hasSpoken = false } = {}) {
  const instructions = value('instructions');
  return {
    type: 'realtime',
    output_modalities: [value('modality')],
    ...(instructions ? { instructions } : {}),
    tools: toolsOf() ?? [],
    audio: {
      input: {
        transcription: { model: 'whisper-1', ...(value('language') ? { language: value('language') } : {}) },
        noise_reduction: value('noise') ? { type: value('noise') } : null,
        turn_detection: turnDetection(),
      },
      output: { ...(hasSpoken ? {} : { voice: value('voice') || 'alloy' }), speed: number('speed') ?? 1 },
    },
  };
}
