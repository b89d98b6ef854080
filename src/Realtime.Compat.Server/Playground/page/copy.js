// Copying, with a word on the button when it is done.
import { say } from './words.js';

const SHOWN_MS = 1500;

/** Copies a text; the button that was pressed says so for a moment. */
export async function copyTo(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = say('copied');
  } catch {
    // Without https a browser has no clipboard for pages.
    button.textContent = say('copyFailed');
  }
  setTimeout(() => { button.textContent = say('copy'); }, SHOWN_MS);
}
