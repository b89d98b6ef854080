// The panel with the same session as code that can be pasted.
import { copyTo } from './copy.js';
import { highlight } from './highlight.js';
import { sessionToPaste, value } from './settings.js';
import { snippets } from './snippets.js';

const choice = document.getElementById('code-language');
const output = document.getElementById('code');

let shown = '';

export function render() {
  const base = new URL('v1', document.baseURI).href;
  const code = snippets[choice.value]({ base, json: JSON.stringify(sessionToPaste(), null, 2), model: value('model') || 'gpt-realtime' });
  // What stays the same keeps what its user has selected of it.
  if (code === shown) return;
  shown = code;
  output.replaceChildren(...highlight(code, choice.value));
}

export function start() {
  choice.addEventListener('change', render);
  const copy = document.getElementById('code-copy');
  copy.addEventListener('click', () => copyTo(copy, output.textContent));
  render();
}
