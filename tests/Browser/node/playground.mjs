// node playground.mjs SCENARIO: a person at the server's own page, in Chromium, with a recording as microphone (scenarios: visits.mjs). Environment as
// for main.mjs, and REALTIME_TLS_URL, REALTIME_SCREENSHOTS (a folder), REALTIME_HOLD_MS (how long the space bar is held). Prints what was measured as
// one line of JSON after "RESULT ". Exit status 0: it went as it should.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { visits } from './visits.mjs';

const { REALTIME_CHROMIUM, REALTIME_MICROPHONE, REALTIME_LOGS } = process.env;
const name = process.argv[2];
// Without it Chromium asks, and nobody answers: it counts as refused in a browser without a window.
const mayListen = name === 'a_refused_microphone_is_told' ? [] : ['--use-fake-ui-for-media-stream'];

const browser = await chromium.launch({
  executablePath: REALTIME_CHROMIUM,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage', '--host-resolver-rules=MAP realtime.lan 127.0.0.1', ...mayListen, '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${REALTIME_MICROPHONE}%noloop`,
  ],
});

const faults = [];
let page;
let status = 0;
try {
  const context = await browser.newContext({
    permissions: ['microphone', 'clipboard-read', 'clipboard-write'], viewport: { width: 1280, height: 800 }, locale: 'en-GB', ignoreHTTPSErrors: true,
  });
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.stack));
  const { server = [], ...result } = await visits[name](page);
  // A refused key and a server that is gone are the browser's errors too; anything else is the page's.
  assert.deepEqual(faults.filter((fault) => !/Failed to load resource|WebSocket connection/.test(fault)), []);
  if (server.length > 0) writeFileSync(join(REALTIME_LOGS, 'page.ga.jsonl'), server.map((event) => `${JSON.stringify(event)}\n`).join(''));
  console.log(`RESULT ${JSON.stringify(result)}`);
} catch (error) {
  console.error(error.stack);
  console.error(`The page says:\n${await page?.innerText('body').catch(String)}\nIts faults: ${faults.join('\n')}`);
  status = 1;
} finally {
  await browser.close();
}

process.exit(status);
