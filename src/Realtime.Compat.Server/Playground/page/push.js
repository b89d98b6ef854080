// Push to talk: by the button (mouse, finger, or space bar and Enter on it), or by the space bar wherever nothing is typed.
import * as line from './line.js';

const button = document.getElementById('push');

/** A shorter press is a slip; the server takes no turn below 100 ms. */
const SHORTEST_MS = 250;

let pressedAt = 0;

function press() {
  if (line.state.held || button.hidden) return;
  pressedAt = performance.now();
  line.interrupt();
  if (line.state.responding) line.send({ type: 'response.cancel' });
  line.send({ type: 'input_audio_buffer.clear' });
  line.become({ held: true });
}

function release() {
  if (!line.state.held) return;
  line.become({ held: false });
  if (performance.now() - pressedAt < SHORTEST_MS) {
    line.send({ type: 'input_audio_buffer.clear' });
    return;
  }
  line.send({ type: 'input_audio_buffer.commit' });
  line.send({ type: 'response.create' });
  line.become({ thinking: true });
}

export function start() {
  button.addEventListener('pointerdown', (event) => {
    button.setPointerCapture(event.pointerId);
    press();
  });
  button.addEventListener('pointerup', release);
  button.addEventListener('pointercancel', release);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  const takesSpace = (element) => element !== button && element.closest('input, textarea, select, button, summary, a, label, pre');
  addEventListener('keydown', (event) => {
    const isKey = event.code === 'Space' || (event.code === 'Enter' && event.target === button);
    if (!isKey || button.hidden || takesSpace(event.target)) return;
    event.preventDefault();
    if (!event.repeat) press();
  });
  addEventListener('keyup', (event) => ['Space', 'Enter'].includes(event.code) && release());
  addEventListener('blur', release);
}
