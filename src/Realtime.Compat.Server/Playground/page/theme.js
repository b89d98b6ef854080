// Dark or light: as the system has it, unless the user chose.
import { say } from './words.js';

const CHOICES = ['auto', 'light', 'dark'];
const button = document.getElementById('theme');

let choice = CHOICES.includes(localStorage.getItem('theme')) ? localStorage.getItem('theme') : 'auto';

export function render() {
  document.documentElement.dataset.theme = choice;
  const words = say({ auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' }[choice]);
  button.title = words;
  button.setAttribute('aria-label', words);
}

export function start() {
  button.addEventListener('click', () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    localStorage.setItem('theme', choice);
    render();
  });
  render();
}
