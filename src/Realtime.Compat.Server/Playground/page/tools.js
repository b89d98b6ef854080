// Two tools that run in this page; others are asked for.
import { say } from './words.js';

export const examples = [
  {
    type: 'function', name: 'get_time', description: 'Tells the date and the time of day, here or in a time zone.',
    parameters: { type: 'object', properties: { time_zone: { type: 'string', description: 'IANA name such as Asia/Shanghai; none for here' } } },
  },
  {
    type: 'function', name: 'roll_dice', description: 'Rolls dice and tells what they show.',
    parameters: { type: 'object', properties: { count: { type: 'integer', minimum: 1, maximum: 10 }, sides: { type: 'integer', minimum: 2, maximum: 100 } }, required: ['count'] },
  },
];

const implementations = {
  get_time: ({ time_zone: timeZone }) => ({ time: new Date().toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) }) }),
  roll_dice: ({ count = 1, sides = 6 }) => {
    const dice = Array.from({ length: Math.min(10, Math.max(1, count)) }, () => 1 + Math.floor(Math.random() * sides));
    return { dice, sum: dice.reduce((sum, eyes) => sum + eyes, 0) };
  },
};

/** Runs a call; what goes wrong is told to the model, which can say so. */
export function run(name, args) {
  try {
    const implementation = implementations[name];
    if (!implementation) return window.prompt(`${say('toolMissing', undefined)(name)}\n${args}`) ?? '{"error":"The user gave no result."}';
    return JSON.stringify(implementation(JSON.parse(args || '{}')));
  } catch (error) {
    return JSON.stringify({ error: error.message });
  }
}
