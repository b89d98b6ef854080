// Fields for numbers. What is typed counts as it is typed; what cannot be is said beside the field, and the number before it stays in effect.
import { say } from './words.js';

const inEffect = new Map();

/** The number in effect; null for none. */
export function numberOf(field) {
  if (!faultOf(field)) inEffect.set(field, field.value);
  const text = inEffect.get(field) ?? field.defaultValue;
  return text === '' ? null : Number(text);
}

/** Says by each field what is wrong with it. */
export function check(fields) {
  for (const field of fields) {
    const fault = faultOf(field);
    field.setAttribute('aria-invalid', Boolean(fault));
    const words = document.getElementById(`${field.name}-fault`) ?? describe(field);
    words.hidden = !fault;
    if (words.textContent !== fault) words.textContent = fault;
  }
}

/** A place for the fault, which is no part of the field's name. */
function describe(field) {
  const name = field.previousElementSibling;
  name.id = `${field.name}-name`;
  field.setAttribute('aria-labelledby', name.id);
  field.setAttribute('aria-describedby', `${field.name}-fault`);
  const words = Object.assign(document.createElement('span'), { id: `${field.name}-fault`, className: 'fault' });
  words.setAttribute('role', 'alert');
  field.after(words);
  return words;
}

function faultOf({ validity, value, min, max, required, dataset }) {
  const isWhole = 'whole' in dataset;
  if (!validity.badInput && value === '' && !required) return '';
  const isRight = value !== '' && !validity.rangeUnderflow && !validity.rangeOverflow && (!isWhole || Number.isInteger(Number(value)));
  return isRight ? '' : say(isWhole ? 'wholeWanted' : 'numberWanted')(min, max);
}
