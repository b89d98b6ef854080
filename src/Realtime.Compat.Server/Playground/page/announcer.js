// Tells assistive technology what is whole: the conversation itself is rewritten with each word, and would be read anew each time.
import { say } from './words.js';

/** What was told stays a while, for whoever is read to slowly. */
const KEPT = 4;

const region = document.getElementById('announcer');

let silent = false;

/** While a saved log is shown nobody is told its turns one by one. */
export const hush = (isSilent) => { silent = isSilent; };

/**
 * Tells a turn or a fault.
 * @param speaker 'you', 'assistant', or null for nobody
 */
export function announce(speaker, text) {
  if (silent || !text.trim()) return;
  region.append(Object.assign(document.createElement('p'), { textContent: speaker ? `${say(speaker)}: ${text}` : text }));
  while (region.childElementCount > KEPT) region.firstElementChild.remove();
}
