// Two tools that run in this page; the results of others its user gives.
import * as conversation from './conversation.js';
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

const within = (number, least, most, otherwise) => Math.min(most, Math.max(least, Math.trunc(Number(number)) || otherwise));

const implementations = {
  get_time: ({ time_zone: timeZone }) => ({ time: new Date().toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) }) }),
  roll_dice: ({ count, sides }) => {
    const dice = Array.from({ length: within(count, 1, 10, 1) }, () => 1 + Math.floor(Math.random() * within(sides, 2, 100, 6)));
    return { dice, sum: dice.reduce((sum, eyes) => sum + eyes, 0) };
  },
};

/** Runs a call; what goes wrong is told to the model, which can say so. */
export async function run({ call_id: id, name, arguments: args }) {
  try {
    const implementation = Object.hasOwn(implementations, name) ? implementations[name] : null;
    if (!implementation) return (await conversation.ask(id, name)) || JSON.stringify({ error: say('toolGaveNothing') });
    return JSON.stringify(implementation(JSON.parse(args || '{}')));
  } catch (error) {
    return JSON.stringify({ error: error.message });
  }
}
