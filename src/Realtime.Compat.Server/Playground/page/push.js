// Push to talk: by the button (mouse, finger, Enter on it, or a click of assistive technology), or by the space bar.
import * as line from './line.js';

const button = document.getElementById('push');

/** A shorter press is a slip; the server takes no turn below 100 ms. */
const SHORTEST_MS = 250;

/** Where the space bar writes or chooses. */
const WRITES = 'textarea, select, input:not([type="radio"], [type="checkbox"], [type="file"])';

/** What the space bar presses, but for the button and the switch beside it, where it has nothing else to do. */
const PRESSES = 'button:not(#push), input:not([name="talking"]), summary, a, pre';

/** What got the focus by keyboard; what was clicked keeps the focus without wanting it. */
let reached = null;
/** The key that is held; null when something else holds the button. */
let heldKey = null;
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
  // Assistive technology clicks without a pointer: once to talk, once to send.
  button.addEventListener('click', (event) => {
    if (event.detail === 0) (line.state.held ? release() : press());
  });
  // Asked when a key is down, every focus counts as visible.
  addEventListener('focusin', ({ target }) => { reached = target.matches(':focus-visible') ? target : null; });
  addEventListener('pointerdown', () => { reached = null; });
  const isKey = ({ code, target }) => (code === 'Space' && talksAt(target)) || (code === 'Enter' && target === button);
  addEventListener('keydown', (event) => {
    if (button.hidden || !isKey(event)) return;
    event.preventDefault();
    if (event.repeat || line.state.held) return;
    heldKey = event.code;
    press();
  });
  addEventListener('keyup', (event) => {
    if (event.code !== heldKey) return;
    heldKey = null;
    // What has the focus is not pressed by the same key.
    event.preventDefault();
    release();
  });
  addEventListener('blur', release);
}

/** Whether the space bar talks there, rather than write or press. */
const talksAt = (element) => !element.matches(WRITES) && !(element === reached && element.matches(PRESSES));
