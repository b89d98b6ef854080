// node main.mjs SCENARIO, or --list. A web app, and Chromium with a recording as its microphone, against a running server. Environment:
// REALTIME_URL (http://…/v1), REALTIME_API_KEY, REALTIME_CHROMIUM, REALTIME_MICROPHONE (a WAV file), REALTIME_LOGS (a folder).
// Prints what was measured as one line of JSON after "RESULT ". Exit status 0: it went as it should.

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Backend } from './backend.mjs';
import * as scenarios from './scenarios.mjs';

const name = process.argv[2];
if (name === '--list') {
  console.log(Object.keys(scenarios).join('\n'));
  process.exit(0);
}

const { REALTIME_URL, REALTIME_API_KEY, REALTIME_CHROMIUM, REALTIME_MICROPHONE, REALTIME_LOGS } = process.env;
const backend = await Backend.start(REALTIME_URL, REALTIME_API_KEY);
const browser = await chromium.launch({
  executablePath: REALTIME_CHROMIUM,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${REALTIME_MICROPHONE}%noloop`,
  ],
});

let status = 0;
let page;
try {
  const context = await browser.newContext({ permissions: ['microphone'] });
  page = await context.newPage();
  page.on('console', (message) => console.error(`page: ${message.text()}`));
  page.on('pageerror', (error) => console.error(`page: ${error.stack}`));
  await page.goto(backend.url);
  await page.waitForFunction(() => window.Call);
  const result = await scenarios[name]({ page, backend, callsUrl: `${REALTIME_URL}/realtime/calls` });
  console.log(`RESULT ${JSON.stringify(result ?? {})}`);
} catch (error) {
  console.error(error.stack);
  status = 1;
} finally {
  const calls = await page?.evaluate(() => (window.calls ?? []).map((call) => call.events.map(({ event }) => event))).catch(() => []) ?? [];
  calls.forEach((events, index) => {
    for (const event of events) appendFileSync(join(REALTIME_LOGS, `${name}-${index}.ga.jsonl`), `${JSON.stringify(event)}\n`);
  });
  // A page that closes says goodbye; a browser that is killed does not, and the server would wait for a sign of life.
  await page?.evaluate(() => window.call?.hangUp()).catch(() => {});
  await browser.close();
  backend.stop();
}

process.exit(status);
