// Checks Realtime events against the bundled schema.
//
//   node validate.mjs SCHEMA
//     Reads one request a line from stdin and answers each with one line:
//     {"dialect":"ga|beta","side":"server|client","event":{…}}   -> {"ok":true} | {"ok":false,"errors":["path: what"]}
//     {"definition":"Name","object":{…}}                         -> the same, for an object of that definition
//     {"dialect":"ga|beta","order":[{…},…]}                      -> the same, for the order of one connection's server events
//   node validate.mjs SCHEMA --log ga|beta server|client [--order] < events.jsonl
//     Checks a log of one event a line; prints what is wrong, exits 1 when anything is.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Ajv from 'ajv/dist/2020.js';
import { Order } from './order.mjs';

const UNIONS = {
  'ga server': 'RealtimeServerEventGA',
  'ga client': 'RealtimeClientEventGA',
  'beta server': 'RealtimeServerEventBeta',
  'beta client': 'RealtimeClientEventBeta',
};

/** Beta's schema lists OpenAI's models; a server of one's own has its own. */
function openModels(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  const model = schema.properties?.model;
  for (const branch of [model, ...(model?.anyOf ?? [])]) delete branch?.enum;
  Object.values(schema).forEach(openModels);
  return schema;
}

class Schema {
  #defs;
  #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  #tables = {};
  #validators = new Map();

  constructor(path) {
    const bundle = JSON.parse(readFileSync(path, 'utf8'));
    this.#defs = openModels(bundle.$defs);
    this.#ajv.addSchema({ $id: 'bundle', $defs: this.#defs });
    for (const [key, union] of Object.entries(UNIONS))
      this.#tables[key] = new Map(this.#defs[union].oneOf.map(({ $ref }) => {
        const name = $ref.split('/').pop();
        const { enum: values, const: value } = this.#defs[name].properties.type;
        return [values?.[0] ?? value, name];
      }));
  }

  /** What is wrong with an event: an array of sentences. */
  errors(dialect, side, event) {
    const name = this.#tables[`${dialect} ${side}`]?.get(event?.type);
    if (!name) return [`type: ${JSON.stringify(event?.type)} is no ${dialect} ${side} event`];
    return this.objectErrors(name, event);
  }

  /** What is wrong with an object of a definition: an array of sentences. */
  objectErrors(name, object) {
    const validate = this.#validator(name);
    if (validate(object)) return [];
    return [...new Set(this.#best(validate.errors).map(({ instancePath, message, params }) => {
      const path = instancePath.slice(1).replaceAll('/', '.') || '(root)';
      return `${path}: ${message}${params?.allowedValues ? ` (${params.allowedValues.join(', ')})` : ''}`;
    }))];
  }

  #validator(name) {
    if (!this.#validators.has(name)) this.#validators.set(name, this.#ajv.compile({ $ref: `bundle#/$defs/${name}` }));
    return this.#validators.get(name);
  }

  /**
   * Of a union's errors, those of the branches that the event was meant for: a branch whose `type` or `role` refused it says nothing,
   * unless all did. That null would do, too, is not worth saying.
   */
  #best(errors) {
    const branch = ({ schemaPath }) => /\$defs\/([^/]+)/.exec(schemaPath)?.[1] ?? schemaPath;
    const refuses = ({ keyword, instancePath }) => ['enum', 'const'].includes(keyword) && /\/(type|role)$/.test(instancePath);
    const refused = new Set(errors.filter(refuses).map(branch));
    const said = errors.filter(({ keyword, params }) => !['anyOf', 'oneOf'].includes(keyword) && params?.type !== 'null');
    const meant = said.filter((error) => !refused.has(branch(error)));
    return [meant, said, errors].find((list) => list.length);
  }
}

function orderErrors(events) {
  const order = new Order();
  const errors = events.flatMap((event, i) => place(order, event).map((error) => `#${i} ${event?.type}: ${error}`));
  return [...errors, ...order.end()];
}

/** A malformed event has no place: say so rather than fall over. */
function place(order, event) {
  try {
    return order.next(event);
  } catch (error) {
    return [`cannot be placed: ${error.message}`];
  }
}

function answer(schema, line) {
  try {
    const { dialect, side, event, order, definition, object } = JSON.parse(line);
    const errors = order ? orderErrors(order) : definition ? schema.objectErrors(definition, object) : schema.errors(dialect, side, event);
    return errors.length ? { ok: false, errors } : { ok: true };
  } catch (error) {
    return { ok: false, errors: [`bad request: ${error.message}`] };
  }
}

async function serve(schema) {
  for await (const line of createInterface({ input: process.stdin }))
    if (line.trim()) process.stdout.write(`${JSON.stringify(answer(schema, line))}\n`);
}

async function checkLog(schema, dialect, side, withOrder) {
  const events = [];
  let bad = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const event = JSON.parse(line);
    events.push(event);
    for (const error of schema.errors(dialect, side, event)) {
      bad++;
      console.log(`${events.length}: ${event.type}: ${error}`);
    }
  }
  for (const error of withOrder ? orderErrors(events) : []) {
    bad++;
    console.log(`order: ${error}`);
  }
  process.exitCode = bad ? 1 : 0;
}

const [path, mode, dialect, side, ...rest] = process.argv.slice(2);
if (!path) {
  console.error('usage: node validate.mjs SCHEMA [--log ga|beta server|client [--order]]');
  process.exitCode = 2;
} else if (mode === '--log') {
  await checkLog(new Schema(path), dialect, side, rest.includes('--order'));
} else {
  await serve(new Schema(path));
}
