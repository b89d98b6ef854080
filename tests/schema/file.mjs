// Checks a JSON file against its JSON schema (2020-12): node file.mjs SCHEMA FILE
// Prints what is wrong, one line each; exits 1 when anything is.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const [schema, file] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
if (!validate(file)) {
  for (const { instancePath, message } of validate.errors) console.log(`${instancePath || '/'}: ${message}`);
  process.exitCode = 1;
}
