// The page's words, in the language its user chose.
import { en } from './words-en.js';
import { zh } from './words-zh.js';

const words = { en, zh };

let current = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

/** The words for a key; % stands for what is given. */
export const say = (key, value) => {
  const word = words[current][key] ?? words.en[key] ?? key;
  return typeof word === 'string' && value !== undefined ? word.replace('%', () => value) : word;
};

export const language = () => current;

/** Writes the page's words into it. */
export function speak(code = current) {
  current = code in words ? code : 'en';
  localStorage.setItem('language', current);
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : current;
  for (const element of document.querySelectorAll('[data-i18n]')) element.textContent = say(element.dataset.i18n);
  for (const element of document.querySelectorAll('[data-i18n-placeholder]')) element.placeholder = say(element.dataset.i18nPlaceholder);
  for (const element of document.querySelectorAll('[data-i18n-title]')) element.title = say(element.dataset.i18nTitle);
  for (const element of document.querySelectorAll('[data-i18n-label]')) element.setAttribute('aria-label', say(element.dataset.i18nLabel));
}
