// Runs a snippet as the script of a page, in Chromium with a recording as its microphone, and waits until its call was answered by voice. Environment:
// REALTIME_URL, REALTIME_SNIPPET (a file), REALTIME_MICROPHONE (a WAV file), REALTIME_CHROMIUM, REALTIME_PACKAGES (a file beside node_modules).
// Exit status 0: events came over the snippet's data channel, and sound by its call.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { REALTIME_URL, REALTIME_SNIPPET, REALTIME_MICROPHONE, REALTIME_CHROMIUM, REALTIME_PACKAGES } = process.env;
const { chromium } = createRequire(REALTIME_PACKAGES)('playwright-core');

// What snippets leave to the page around them: an element that plays, and a key that the page's own server asked for.
const minted = await fetch(`${REALTIME_URL}/v1/realtime/client_secrets`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ session: { type: 'realtime', model: 'gpt-realtime' } }),
});
const clientSecret = (await minted.json()).value;
const snippet = (await readFile(REALTIME_SNIPPET, 'utf8')).replaceAll('https://server/', `${REALTIME_URL}/`);
const around = `const audioElement = document.querySelector('audio'), clientSecret = ${JSON.stringify(clientSecret)};\n`;

const html = '<!doctype html><link rel="icon" href="data:,"><audio autoplay></audio><script src="/watch.js"></script><script type="module" src="/snippet.js"></script>';
// Looks at the calls that the page makes, from outside: what it is told, and how many packets of sound arrive that are no silence.
const watch = `window.events = [];
window.calls = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...options) { super(...options); window.calls.push(this); }
  createDataChannel(...options) {
    const channel = super.createDataChannel(...options);
    channel.addEventListener('message', ({ data }) => window.events.push(JSON.parse(data)));
    return channel;
  }
};
window.loudness = async () => {
  for (const report of (await window.calls[0].getStats()).values())
    if (report.type === 'inbound-rtp' && report.kind === 'audio') return report.totalAudioEnergy ?? 0;
  return 0;
};`;
const files = { '/': ['text/html', html], '/watch.js': ['text/javascript', watch], '/snippet.js': ['text/javascript', around + snippet] };
const site = createServer((request, response) => {
  const [type, body] = files[request.url] ?? ['text/plain', ''];
  response.writeHead(type === 'text/plain' ? 404 : 200, { 'content-type': type }).end(body);
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath: REALTIME_CHROMIUM,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
    '--autoplay-policy=no-user-gesture-required', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${REALTIME_MICROPHONE}%noloop`,
  ],
});
let status = 0;
try {
  const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage();
  page.on('console', (message) => console.error(`page: ${message.text()}`));
  page.on('pageerror', (error) => { console.error(`page: ${error.stack}`); status = 1; });
  await page.goto(`http://localhost:${site.address().port}/`);
  await page.waitForFunction(() => window.events.some(({ type }) => type === 'session.created'), undefined, { timeout: 20_000 });
  await page.waitForFunction(() => window.events.some(({ type, response }) => type === 'response.done' && response.status === 'completed'), undefined, { timeout: 40_000 });
  await page.waitForFunction(async () => (await window.loudness()) > 0.001, undefined, { timeout: 20_000 });
  const errors = await page.evaluate(() => window.events.filter(({ type }) => type === 'error'));
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  await page.evaluate(() => window.calls.forEach((call) => call.close()));
} catch (error) {
  console.error(error.stack);
  status = 1;
} finally {
  await browser.close();
  site.close();
}

process.exit(status);
