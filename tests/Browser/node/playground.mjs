// node playground.mjs SCENARIO: a person at the server's own page, in Chromium, with a recording as microphone. Environment as for main.mjs,
// and REALTIME_SCREENSHOTS (a folder). Prints what was measured as one line of JSON after "RESULT ". Exit status 0: it went as it should.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { REALTIME_URL, REALTIME_API_KEY, REALTIME_CHROMIUM, REALTIME_MICROPHONE, REALTIME_LOGS, REALTIME_SCREENSHOTS } = process.env;
const ANSWER = 'I heard you well';
const PATIENCE = 40_000;

async function enter(page, transport) {
  await page.goto(new URL('/', REALTIME_URL).href);
  await page.fill('[name=key]', REALTIME_API_KEY);
  await page.selectOption('[name=transport]', transport);
}

async function start(page, transport) {
  await enter(page, transport);
  await page.click('#start');
  await page.waitForSelector('#state[data-state="open"], #state[data-state="hearing"], #state[data-state="speaking"]', { timeout: PATIENCE });
}

const answered = (page, text) => page.waitForSelector(`.turn.assistant:has-text("${text}")`, { timeout: PATIENCE });

const look = (page, name) => page.screenshot({ path: join(REALTIME_SCREENSHOTS, `${name}.png`) });

/** Saves the page's log as its user would. */
async function save(page) {
  await page.click('#tab-events');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#event-save')]);
  const path = join(REALTIME_LOGS, 'saved.txt');
  await download.saveAs(path);
  return { path, entries: readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) };
}

async function talk(page, transport) {
  await start(page, transport);
  await answered(page, ANSWER);
  await page.waitForFunction(() => document.querySelector('#state').dataset.state === 'open', null, { timeout: PATIENCE });
  await look(page, `talk-${transport}`);
  const heard = await page.locator('.turn.user').first().innerText();
  await page.click('#tab-latency');
  const turns = await page.locator('#waterfall .track').count();
  const median = await page.locator('#percentiles dd').first().innerText();
  await look(page, `latency-${transport}`);
  const { entries } = await save(page);
  await look(page, `events-${transport}`);
  await page.click('#start');
  assert.equal(await page.getAttribute('#state', 'data-state'), 'closed');
  assert.equal(turns, 1, 'one spoken turn in the waterfall');
  return { heard, median, events: entries.length, server: entries.filter(({ dir }) => dir === 's').map(({ event }) => event) };
}

const scenarios = {
  talking_by_websocket: (page) => talk(page, 'websocket'),

  talking_by_webrtc: (page) => talk(page, 'webrtc'),

  // The question is heard while the assistant counts: the answer stops, and what was not heard of it is struck out.
  async speaking_over_an_answer(page) {
    await start(page, 'websocket');
    await page.fill('#text', 'Please count slowly.');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.turn.assistant s', { timeout: PATIENCE });
    await look(page, 'barge-in');
    const turn = page.locator('.turn.assistant').first();
    const [all, unheard] = [await turn.innerText(), await turn.locator('s').innerText()];
    assert.ok(unheard.length > 0 && unheard.length < all.length, `of ${all.length} characters ${unheard.length} unheard`);
    return { all: all.length, unheard: unheard.length };
  },

  async a_tool_runs_in_the_page(page) {
    await enter(page, 'websocket');
    await page.click('#tools-example');
    await page.fill('#text', 'Please roll the dice.');
    await page.click('#composer [type=submit]');
    await answered(page, 'The dice show');
    await look(page, 'tool');
    assert.match(await page.locator('.turn.tool').innerText(), /^roll_dice\(.*\) → .*"sum":\d+/);
    return { said: await page.locator('.turn.assistant').last().innerText() };
  },

  async a_saved_log_is_shown_again(page) {
    await enter(page, 'websocket');
    await page.selectOption('[name=modality]', 'text');
    await page.fill('#text', 'Hello.');
    await page.click('#composer [type=submit]');
    await answered(page, ANSWER);
    await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].some((name) => name.textContent === 'response.done'));
    const { path, entries } = await save(page);
    await page.reload();
    await page.click('#tab-events');
    await page.setInputFiles('#event-load', path);
    await page.waitForSelector('#events li');
    const names = await page.locator('#events .name').allInnerTexts();
    assert.deepEqual(names, entries.map(({ event }) => event.type));
    await page.fill('#event-filter', 'response.done');
    await page.locator('#events details').last().locator('summary').click();
    assert.match(await page.locator('#events pre').last().innerText(), /"type": "response.done"/);
    await look(page, 'inspector');
    return { events: names.length };
  },

  async both_languages_and_a_telephones_width(page) {
    await enter(page, 'websocket');
    assert.equal(await page.innerText('#start'), 'Start talking');
    await page.selectOption('#ui-language', 'zh');
    assert.equal(await page.innerText('#start'), '开始说话');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh');
    await look(page, 'chinese');
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'phone');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'phone-dark');
    for (const tab of ['events', 'latency', 'code', 'session']) {
      await page.click(`#tab-${tab}`);
      assert.ok(await page.isVisible(`#panel-${tab}`));
    }
    return {};
  },

  // Without a mouse: the tabs by arrows, the question by Enter.
  async by_keyboard_alone(page) {
    await enter(page, 'websocket');
    await page.focus('#tab-session');
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.isVisible('#panel-events'));
    await page.focus('#start');
    await page.keyboard.press('Enter');
    await answered(page, ANSWER);
    await page.focus('#start');
    await page.keyboard.press('Enter');
    assert.equal(await page.getAttribute('#state', 'data-state'), 'closed');
    return {};
  },

  async a_wrong_key_is_told(page) {
    await enter(page, 'websocket');
    await page.fill('[name=key]', 'sk-nobody-knows-this');
    await page.click('#start');
    await page.waitForSelector('.turn.error, #notice:not([hidden])', { timeout: PATIENCE });
    const text = await page.locator('body').innerText();
    assert.match(text, /Incorrect API key provided/);
    return {};
  },
};

const scenario = scenarios[process.argv[2]];
const browser = await chromium.launch({
  executablePath: REALTIME_CHROMIUM,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--disable-dev-shm-usage', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${REALTIME_MICROPHONE}%noloop`,
  ],
});

let status = 0;
try {
  const context = await browser.newContext({ permissions: ['microphone', 'clipboard-read', 'clipboard-write'], viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.stack));
  const { server = [], ...result } = await scenario(page);
  // A refused key is the browser's error too; anything else is the page's.
  assert.deepEqual(faults.filter((fault) => !/Failed to load resource|WebSocket connection/.test(fault)), []);
  if (server.length > 0) writeFileSync(join(REALTIME_LOGS, 'page.ga.jsonl'), server.map((event) => `${JSON.stringify(event)}\n`).join(''));
  console.log(`RESULT ${JSON.stringify(result)}`);
} catch (error) {
  console.error(error.stack);
  status = 1;
} finally {
  await browser.close();
}

process.exit(status);
