// Runs one scenario against a server: node main.mjs SCENARIO ga|beta, or --list for the names.
// REALTIME_URL: the API's address (https://localhost:1234/v1); REALTIME_LOGS: a folder for the events seen; REALTIME_QUESTION: a spoken
// question, raw PCM16 of 24 kHz. REALTIME_AZURE: the server's address, when Azure's client is to be used. Exit status 0: it went as it should.

import { dialects } from './dialect.mjs';
import { scenarios } from './scenarios.mjs';

const [name, dialectName] = process.argv.slice(2);
if (name === '--list') {
  console.log(Object.keys(scenarios).join('\n'));
} else {
  try {
    await scenarios[name](dialects[dialectName]);
    process.exit(0);
  } catch (error) {
    console.error(error.stack);
    process.exit(1);
  }
}
