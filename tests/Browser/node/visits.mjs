// What a person does at the page, and what they should see: one function a scenario, run by playground.mjs.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMcp } from './mcp.mjs';

const { REALTIME_URL, REALTIME_TLS_URL, REALTIME_API_KEY, REALTIME_UNUSUAL_API_KEY, REALTIME_LOGS, REALTIME_SCREENSHOTS, REALTIME_HOLD_MS } = process.env;
const ANSWER = 'I heard you well';
const PATIENCE = 40_000;

/** This server as a page of another machine sees it: its name is not localhost, so plain http is not secure. */
const ELSEWHERE = REALTIME_URL.replace('127.0.0.1', 'realtime.lan');

async function enter(page, transport, home = REALTIME_URL) {
  await page.goto(new URL('/', home).href);
  await page.waitForSelector('#parts dt');
  await page.fill('[name=key]', REALTIME_API_KEY);
  await page.check(`[name=transport][value=${transport}]`);
}

async function start(page, transport, home = REALTIME_URL) {
  await enter(page, transport, home);
  await page.click('#start');
  await page.waitForSelector('#start.live', { timeout: PATIENCE });
}

async function ask(page, text) {
  await page.fill('#text', text);
  await page.keyboard.press('Enter');
}

const becomes = (page, state) => page.waitForSelector(`#state[data-state="${state}"]`, { timeout: PATIENCE });

const answered = (page, text) => page.waitForSelector(`.turn.assistant:has-text("${text}")`, { timeout: PATIENCE });

/** With its transitions ended. */
const look = (page, name) => page.screenshot({ path: join(REALTIME_SCREENSHOTS, `${name}.png`), animations: 'disabled' });

/** Shows a log as its user would. */
const load = (page, entries) => page.setInputFiles('#event-load', { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')) });

/** The wave of a side shows sound: a bar higher than a fifth of it; and its meter is up. */
const heard = (page, side) => page.waitForFunction((side) => {
  const figure = document.querySelector(`#waves [data-side="${side}"]`);
  const canvas = figure.querySelector('canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, Math.floor(canvas.height * 0.4)).data;
  const meter = new DOMMatrix(getComputedStyle(figure.querySelector('.level i')).transform).a;
  return meter > 0.1 && pixels.some((value, i) => i % 4 === 3 && value > 0);
}, side, { timeout: PATIENCE });

/** A wave has a column, from top to bottom, in one of the page's colours. */
const marked = (page, side, colour) => page.waitForFunction(([side, colour]) => {
  const canvas = document.querySelector(`#waves [data-side="${side}"] canvas`);
  const wanted = getComputedStyle(canvas).getPropertyValue(colour).match(/\d+/g).map(Number);
  const rowAt = (y) => canvas.getContext('2d').getImageData(0, y, canvas.width, 1).data;
  const has = (row, x) => wanted.every((value, i) => Math.abs(row[x * 4 + i] - value) < 3) && row[x * 4 + 3] > 250;
  const [top, bottom] = [rowAt(0), rowAt(canvas.height - 1)];
  return Array.from({ length: canvas.width }, (_, x) => x).some((x) => has(top, x) && has(bottom, x));
}, [side, colour], { timeout: PATIENCE });

/** Events of a type so far, counted as the inspector shows them. */
const countOf = (page, type) => page.evaluate((type) => [...document.querySelectorAll('#events .name')].filter(({ textContent }) => textContent === type).length, type);

const overflowOf = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

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
  await becomes(page, 'hearing');
  await heard(page, 'input');
  await marked(page, 'input', '--shade');
  await answered(page, ANSWER);
  await becomes(page, 'speaking');
  await heard(page, 'output');
  await look(page, `talk-${transport}`);
  await becomes(page, 'open');
  const understood = await page.locator('.turn.user').first().innerText();
  // Told once each, when they are whole.
  assert.equal(await page.locator('[aria-live] .turn, .turn[aria-live]').count(), 0);
  assert.deepEqual(await page.locator('#announcer p').allTextContents(), [`You: ${understood}`, `Assistant: ${await page.locator('.turn.assistant').first().innerText()}`]);
  if (transport === 'websocket') await mute(page);
  await page.click('#tab-latency');
  const turns = await page.locator('#waterfall .track').count();
  const median = await page.locator('#percentiles dd').first().innerText();
  const stages = await page.locator('#waterfall .figures span').allInnerTexts();
  await look(page, `latency-${transport}`);
  const { entries } = await save(page);
  await look(page, `events-${transport}`);
  await page.click('#start');
  assert.equal(await page.getAttribute('#state', 'data-state'), 'closed');
  assert.equal(turns, 1, 'one spoken turn in the waterfall');
  assert.match(stages[0], /^silence wait \d+ ms$/);
  assert.ok(stages.some((stage) => stage.startsWith('first audio')), stages.join());
  return { heard: understood, median, stages, events: entries.length, server: entries.filter(({ dir }) => dir === 's').map(({ event }) => event) };
}

/** Nothing is sent while it is muted. */
async function mute(page) {
  await page.click('#tab-events');
  await page.check('#event-audio');
  const appends = () => countOf(page, 'input_audio_buffer.append');
  await page.click('#mute');
  assert.equal(await page.innerText('#state'), 'Muted');
  const before = await appends();
  await page.waitForTimeout(200);
  assert.equal(await appends(), before);
  await page.click('#mute');
  await page.waitForFunction((before) => [...document.querySelectorAll('#events .name')].filter(({ textContent }) => textContent === 'input_audio_buffer.append').length > before, before);
  await page.uncheck('#event-audio');
}

/** The question is heard while the assistant counts: the answer stops, and what was not heard of it is struck out. */
async function speakOver(page, transport) {
  await start(page, transport);
  await ask(page, 'Please count slowly.');
  await page.waitForSelector('.turn.assistant s', { timeout: PATIENCE });
  await marked(page, 'output', '--bad');
  await answered(page, ANSWER);
  await look(page, `barge-in-${transport}`);
  const turn = page.locator('.turn.assistant').first();
  const [all, unheard] = [await turn.evaluate((element) => element.textContent), await turn.locator('s').innerText()];
  const why = await turn.locator('small').innerText();
  assert.ok(unheard.length > 0 && unheard.length + why.length < all.length, `of ${all.length} characters ${unheard.length} unheard`);
  assert.match(why, /not heard/);
  await page.click('#start');
  assert.equal(await page.getAttribute('#state', 'data-state'), 'closed');
  return { all: all.length, unheard: unheard.length };
}

/** Five spoken turns of known length, and a sixth whose words come one by one. */
async function tellsTurns(page) {
  await page.goto(REALTIME_URL);
  const turns = [300, 400, 500, 200, 1000].flatMap((latency, i) => [
    { at: 10_000 * i + 1000, event: { type: 'input_audio_buffer.speech_started', item_id: `u${i}` } },
    { at: 10_000 * i + 3000, event: { type: 'input_audio_buffer.speech_stopped', item_id: `u${i}` } },
    { at: 10_000 * i + 3050, event: { type: 'conversation.item.input_audio_transcription.completed', item_id: `u${i}`, transcript: 'Hello.' } },
    { at: 10_000 * i + 3100, event: { type: 'response.output_audio_transcript.delta', item_id: `a${i}`, delta: 'Hello yourself.' } },
    { at: 10_000 * i + 3000 + latency, event: { type: 'response.output_audio.delta', item_id: `a${i}`, delta: '' } },
    { at: 10_000 * i + 6000, event: { type: 'response.done', response: { status: 'completed' } } },
  ]);
  const first = { at: 0, event: { type: 'session.created', session: { audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 600 } } } } } };
  await load(page, [first, ...turns]);
  await page.click('#tab-latency');
  assert.deepEqual(await page.locator('#percentiles dd').allInnerTexts(), ['1000 ms', '1600 ms', '5']);
  assert.deepEqual(await page.locator('#waterfall li:last-child .figures span').allInnerTexts(), ['silence wait 600 ms', 'transcription 50 ms', 'first token 50 ms', 'first audio 200 ms']);
  const live = (event) => page.evaluate(async (event) => (await import('/playground/follow.js')).follow('s', event, 0), event);
  await live({ type: 'input_audio_buffer.speech_started', item_id: 'last' });
  assert.equal(await page.innerText('.turn.user.pending'), '…');
  for (const delta of ['What is', ' the weather']) await live({ type: 'conversation.item.input_audio_transcription.delta', item_id: 'last', delta });
  assert.equal(await page.innerText('.turn.user.pending'), 'What is the weather');
  await live({ type: 'conversation.item.input_audio_transcription.completed', item_id: 'last', transcript: 'What was the weather?' });
  assert.equal(await page.locator('.turn.user').last().innerText(), 'What was the weather?');
  assert.equal(await page.locator('.pending').count(), 0);
}

export const visits = {
  talking_by_websocket: (page) => talk(page, 'websocket'),

  talking_by_webrtc: (page) => talk(page, 'webrtc'),

  speaking_over_an_answer: (page) => speakOver(page, 'websocket'),

  speaking_over_an_answer_on_a_call: (page) => speakOver(page, 'webrtc'),

  // The answer goes on, and the question is answered after it.
  async speaking_without_interrupting(page) {
    await enter(page, 'websocket');
    await page.uncheck('[name=interrupt]');
    await page.click('#start');
    await page.waitForSelector('#start.live', { timeout: PATIENCE });
    await ask(page, 'say: Nothing that is said meanwhile ends this answer. It goes on until all of it was heard by whoever is listening.');
    await becomes(page, 'hearing');
    await becomes(page, 'speaking');
    await answered(page, ANSWER);
    await page.click('#stop-answer');
    await becomes(page, 'open');
    const { entries } = await save(page);
    const [speech, cut] = ['input_audio_buffer.speech_started', 'conversation.item.truncate'].map((type) => entries.findIndex(({ event }) => event.type === type));
    const answers = entries.findLastIndex(({ event }) => event.type === 'response.created');
    assert.ok(speech > 0 && speech < answers, 'spoken over');
    assert.ok(cut > answers, `cut by the button alone: ${cut}, the next answer is ${answers}`);
    return {};
  },

  // Its page is not secure: no worklets, no microphone. Whoever types hears the answer.
  async plain_http_from_another_machine(page) {
    await start(page, 'websocket', ELSEWHERE);
    assert.equal(await page.evaluate(() => isSecureContext), false);
    assert.match(await page.innerText('#notice'), new RegExp(`Open https://realtime.lan:${new URL(REALTIME_TLS_URL).port}/ to talk`));
    await look(page, 'plain-http');
    await ask(page, 'say: Well, this is heard over plain http.');
    await becomes(page, 'speaking');
    await becomes(page, 'open');
    await ask(page, 'Please count slowly.');
    await heard(page, 'output');
    await page.click('#stop-answer');
    await page.waitForSelector('.turn.assistant s', { timeout: PATIENCE });
    const { entries } = await save(page);
    const cut = entries.find(({ event }) => event.type === 'conversation.item.truncated').event;
    assert.ok(cut.audio_end_ms > 0 && cut.audio_end_ms < 10_000, `cut at ${cut.audio_end_ms} ms`);
    return { cutMs: cut.audio_end_ms };
  },

  // A first press in vain spoils no later one.
  async a_server_that_was_away_is_reached_again(page) {
    await enter(page, 'websocket');
    await page.evaluate(() => {
      const load = AudioWorklet.prototype.addModule;
      AudioWorklet.prototype.addModule = function () {
        AudioWorklet.prototype.addModule = load;
        return load.call(this, '/nowhere.js');
      };
    });
    await page.click('#start');
    await page.waitForSelector('#notice:has-text("does not answer")');
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    return {};
  },

  // The answer names an address that leads nowhere (RFC 5737), as behind a router without Announce.
  async a_call_that_cannot_connect_is_told(page) {
    await page.clock.install();
    await page.route('**/v1/realtime/calls?*', async (route) => {
      const response = await route.fetch();
      const sdp = (await response.text()).replace(/^(a=candidate:(?:\S+ ){4})\S+/gm, '$1192.0.2.1');
      await route.fulfill({ response, body: sdp });
    });
    await enter(page, 'webrtc');
    const called = page.waitForResponse('**/v1/realtime/calls?*');
    await page.click('#start');
    await called;
    assert.equal(await page.getAttribute('#state', 'data-state'), 'connecting');
    await page.clock.fastForward(16_000);
    await becomes(page, 'failed');
    assert.match(await page.innerText('#notice'), /UDP port.*Realtime:Calls:Announce.*WebSocket/);
    await look(page, 'call-unconnected');
    await page.click('#use-socket');
    await becomes(page, 'open');
    assert.ok(await page.isHidden('#notice'));
    return {};
  },

  async a_tool_runs_in_the_page(page) {
    await enter(page, 'websocket');
    await page.click('#tools-example');
    await ask(page, 'Please roll the dice.');
    await answered(page, 'The dice show');
    await look(page, 'tool');
    assert.match(await page.locator('.turn.tool').innerText(), /^roll_dice\(.*\) → .*"sum":\d+/);
    return { said: await page.locator('.turn.assistant').last().innerText() };
  },

  // A list with a fault never leaves the page; of a tool that the page does not have its user says what it returns.
  async the_user_answers_for_any_other_tool(page) {
    await enter(page, 'websocket');
    await page.fill('[name=tools]', '[{"type":"function"}]');
    assert.match(await page.innerText('#tools-fault'), /tool 1 needs/);
    await page.fill('[name=tools]', '[{"type":"function","name":"get_weather"}]');
    assert.ok(await page.isHidden('#tools-fault'));
    await ask(page, 'Please use the tool.');
    await page.waitForSelector('.turn.tool input', { timeout: PATIENCE });
    await look(page, 'tool-asked');
    await page.keyboard.type('hail');
    await page.keyboard.press('Enter');
    await answered(page, 'The tool says: hail');
    return {};
  },

  async the_user_decides_about_calls_of_mcp_tools(page) {
    const mcp = await startMcp();
    try {
      await enter(page, 'websocket');
      await page.fill('[name=tools]', JSON.stringify([{ type: 'mcp', server_label: 'adder', server_url: mcp.url }]));
      await page.click('#start');
      await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].some(({ textContent }) => textContent === 'mcp_list_tools.completed'));
      await ask(page, 'Please add one to it.');
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      await look(page, 'approval');
      assert.equal(mcp.calls, 0);
      await page.getByRole('button', { name: 'Approve' }).click();
      await answered(page, 'The adder says: 42');
      assert.deepEqual(await page.locator('.turn.tool').allInnerTexts(), ['adder: add_one({"number":41})\nYou approved this call.', 'adder: add_one({"number":41}) → 42']);
      await ask(page, 'Please add one to it.');
      await page.getByRole('button', { name: 'Refuse' }).click();
      await answered(page, 'did not approve');
      assert.match(await page.locator('.turn.tool').last().innerText(), /You refused this call/);
      assert.equal(mcp.calls, 1);
      assert.equal(await page.getByRole('button', { name: /Approve|Refuse/ }).count(), 0);
      return { said: await page.locator('.turn.assistant').last().innerText() };
    } finally {
      mcp.stop();
    }
  },

  async an_image_goes_with_the_words(page) {
    await enter(page, 'websocket');
    await page.setInputFiles('#image', { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
    await page.waitForSelector('#notice:has-text("no.png is no image")');
    await page.setInputFiles('#image', { name: 'page.png', mimeType: 'image/png', buffer: await page.screenshot() });
    await page.waitForSelector('#preview:not([hidden])');
    await ask(page, 'What is this?');
    await answered(page, ANSWER);
    await look(page, 'image');
    assert.ok(await page.locator('.turn.user img').evaluate((image) => image.naturalWidth > 0));
    assert.ok(await page.isHidden('#preview'));
    return {};
  },

  async a_saved_log_is_shown_again(page) {
    await enter(page, 'websocket');
    await page.selectOption('[name=modality]', 'text');
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].some((name) => name.textContent === 'response.done'));
    // Paused, nothing is added; what came meanwhile is there afterwards.
    await page.click('#tab-events');
    await page.click('#event-pause');
    const before = await page.locator('#events li').count();
    await ask(page, 'say: Good.');
    await answered(page, 'Good.');
    assert.equal(await page.locator('#events li').count(), before);
    await page.click('#event-pause');
    assert.ok(await page.locator('#events li').count() > before);
    await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].filter((name) => name.textContent === 'response.done').length === 2);
    const { path, entries } = await save(page);
    await page.reload();
    await page.click('#tab-events');
    await page.setInputFiles('#event-load', path);
    await page.waitForSelector('#events li');
    const names = await page.locator('#events .name').allInnerTexts();
    assert.deepEqual(names, entries.map(({ event }) => event.type));
    assert.deepEqual(await page.locator('.turn').allInnerTexts(), ['Hello.', 'I heard you well. Today it is sunny in Paris, and eighteen degrees warm.', 'say: Good.', 'Good.']);
    assert.equal(await page.locator('#announcer p').count(), 0);
    await page.selectOption('#event-direction', 'c');
    assert.equal(await page.locator('#events li').count(), entries.filter(({ dir }) => dir === 'c').length);
    await page.selectOption('#event-direction', '');
    await page.fill('#event-filter', 'response.done');
    await page.locator('#events details').last().locator('summary').click();
    assert.match(await page.locator('#events pre').last().innerText(), /"type": "response.done"/);
    await look(page, 'inspector');
    await page.locator('#events details').last().getByRole('button').click();
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), entries.findLast(({ event }) => event.type === 'response.done').event);

    // Another program's log: neither sides nor times. The names tell the sides; nothing tells the times.
    await page.fill('#event-filter', '');
    await load(page, entries.map(({ event }) => event));
    await page.waitForSelector('#event-count:has-text("log.txt")');
    await page.selectOption('#event-direction', 'c');
    assert.deepEqual(await page.locator('#events .name').allInnerTexts(), entries.filter(({ dir }) => dir === 'c').map(({ event }) => event.type));
    assert.equal(await page.locator('#events time').first().innerText(), '');
    await page.click('#tab-latency');
    assert.equal(await page.locator('#waterfall li').count(), 0);
    await tellsTurns(page);
    return { events: names.length };
  },

  // An hour of silence, appended in pieces: its log still begins with the session.
  async a_long_session_is_saved_whole(page) {
    await enter(page, 'websocket');
    await page.selectOption('[name=modality]', 'text');
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    await page.evaluate(async () => {
      const inspector = await import('/playground/inspector.js');
      for (let i = 0; i < 30_000; i++) inspector.note('c', { type: 'input_audio_buffer.append', audio: 'AAAA' });
    });
    const { entries } = await save(page);
    const types = entries.map(({ event }) => event.type);
    assert.ok(types.length <= 20_000);
    assert.equal(types[0], 'session.created');
    assert.equal(types.filter((type) => type !== 'input_audio_buffer.append').length, await page.locator('#events li').count());
    assert.match(await page.innerText('#event-count'), /\d+ older ones made room/);
    return { kept: types.length };
  },

  async both_languages_and_a_telephones_width(page) {
    await enter(page, 'websocket');
    assert.equal(await page.innerText('#start'), 'Start talking');
    await look(page, 'english');
    await page.selectOption('#ui-language', 'zh');
    assert.equal(await page.innerText('#start'), '开始说话');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    const untranslated = await page.evaluate(() => [...document.querySelectorAll('[data-i18n]')].map((element) => element.textContent).filter((text) => /^[A-Za-z ]+$/.test(text)));
    assert.deepEqual(untranslated, []);
    await look(page, 'chinese');
    await page.setViewportSize({ width: 390, height: 844 });
    assert.ok((await overflowOf(page)) <= 0);
    await look(page, 'phone');
    const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await shade();
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'phone-dark');
    const dark = await shade();
    assert.notEqual(dark, light);
    await page.click('#theme');
    assert.equal(await shade(), light);
    await page.click('#theme');
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await shade(), dark);
    await page.click('#theme');
    assert.equal(await shade(), light);
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const tab of ['events', 'latency', 'code', 'session']) {
      await page.click(`#tab-${tab}`);
      assert.ok(await page.isVisible(`#panel-${tab}`));
      assert.ok((await overflowOf(page)) <= 0, tab);
    }
    await page.selectOption('#ui-language', 'en');
    assert.ok((await overflowOf(page)) <= 0);
    return {};
  },

  // Without a mouse: the tabs by arrows, the question by Enter.
  async by_keyboard_alone(page) {
    await enter(page, 'websocket');
    await page.focus('#tab-session');
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.isVisible('#panel-events'));
    await page.keyboard.press('End');
    assert.ok(await page.isVisible('#panel-code'));
    await page.focus('#start');
    await page.keyboard.press('Enter');
    await answered(page, ANSWER);
    await page.focus('#start');
    await page.keyboard.press('Enter');
    assert.equal(await page.getAttribute('#state', 'data-state'), 'closed');
    return {};
  },

  // The space bar talks while it is held, and does not press the button that had the focus.
  async push_to_talk_by_the_space_bar(page) {
    await enter(page, 'websocket');
    await page.click('#start');
    await becomes(page, 'open');
    await page.click('[name=talking][value=push]');
    // What was clicked has the focus.
    await page.keyboard.down(' ');
    await becomes(page, 'hearing');
    await page.waitForTimeout(Number(REALTIME_HOLD_MS));
    await look(page, 'push-to-talk');
    await page.keyboard.up(' ');
    await answered(page, ANSWER);
    const understood = await page.locator('.turn.user').first().innerText();
    // Assistive technology clicks.
    await page.evaluate(() => document.getElementById('push').click());
    await becomes(page, 'hearing');
    await page.evaluate(() => document.getElementById('push').click());
    await page.waitForSelector('#push:not(.held)');
    // A button that was reached by keyboard is pressed, a clicked one is not, and in a text a space is a space.
    await page.focus('#tab-session');
    await page.keyboard.press('ArrowRight');
    await page.focus('#event-pause');
    await page.keyboard.press(' ');
    assert.equal(await page.getAttribute('#event-pause', 'aria-pressed'), 'true');
    await page.click('#event-pause');
    await page.keyboard.down(' ');
    await becomes(page, 'hearing');
    await page.keyboard.up(' ');
    assert.equal(await page.getAttribute('#event-pause', 'aria-pressed'), 'false');
    await page.click('#text');
    await page.keyboard.press(' ');
    assert.equal(await page.inputValue('#text'), ' ');
    return { heard: understood };
  },

  // As typed; what cannot be is said by the field, and is not sent.
  async settings_reach_the_session_as_typed(page) {
    await enter(page, 'websocket');
    await page.selectOption('[name=voice]', 'verse');
    await page.selectOption('[name=language]', 'en');
    await page.fill('[name=silence]', '420');
    await page.fill('[name=threshold]', '0.37');
    await page.fill('[name=speed]', '1.03');
    await page.fill('[name=padding]', '123');
    await page.fill('[name=padding]', '9999');
    await page.locator('[name=padding]').blur();
    const field = page.getByRole('spinbutton', { name: 'Kept before speech (ms)', exact: true });
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await page.innerText(`#${await field.getAttribute('aria-describedby')}`), 'Not applied: a whole number from 0 to 2000.');
    assert.equal(await field.inputValue(), '9999');
    await look(page, 'number-out-of-range');
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    const updated = async () => (await save(page)).entries.findLast(({ event }) => event.type === 'session.updated').event.session.audio;
    const { input, output } = await updated();
    assert.equal(output.speed, 1.03);
    assert.equal(output.voice, 'verse');
    assert.equal(input.transcription.language, 'en');
    const { threshold, silence_duration_ms: silence, prefix_padding_ms: padding } = input.turn_detection;
    assert.deepEqual({ threshold, silence, padding }, { threshold: 0.37, silence: 420, padding: 300 });
    await page.click('#tab-session');
    await field.fill('1234');
    assert.equal(await field.getAttribute('aria-invalid'), 'false');
    await field.blur();
    await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].filter(({ textContent }) => textContent === 'session.updated').length === 2);
    assert.equal((await updated()).input.turn_detection.prefix_padding_ms, 1234);
    await page.click('#tab-session');
    await page.selectOption('[name=turns]', 'semantic_vad');
    await page.selectOption('[name=eagerness]', 'low');
    await page.waitForFunction(() => [...document.querySelectorAll('#events .name')].filter(({ textContent }) => textContent === 'session.updated').length === 4);
    const { type, eagerness } = (await updated()).input.turn_detection;
    assert.deepEqual({ type, eagerness }, { type: 'semantic_vad', eagerness: 'low' });
    return {};
  },

  async a_wrong_key_is_told(page) {
    await enter(page, 'websocket');
    await page.fill('[name=key]', 'sk-nobody-knows-this');
    await page.click('#tab-code');
    await page.click('#start');
    await becomes(page, 'failed');
    await look(page, 'wrong-key');
    assert.match(await page.innerText('.turn.error'), /Incorrect API key provided/);
    assert.match(await page.innerText('#notice'), /asks for an API key/);
    assert.equal(await page.evaluate(() => document.activeElement.name), 'key');
    return {};
  },

  // Made by `openssl rand -base64`, say: a subprotocol, in which browsers show a key, cannot have all of them.
  async a_key_of_any_characters_opens_a_socket(page) {
    await enter(page, 'websocket');
    await page.fill('[name=key]', REALTIME_UNUSUAL_API_KEY);
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    await page.click('#start');
    await page.fill('[name=key]', 'clé');
    await page.click('#start');
    await becomes(page, 'failed');
    assert.match(await page.innerText('#notice'), /characters that no key has/);
    return {};
  },

  // It is asked every three seconds until all its parts are there.
  async what_is_open_stays_open_while_the_server_warms_up(page) {
    await page.clock.install();
    let asked = 0;
    await page.route('**/health', async (route) => {
      const response = await route.fetch();
      asked++;
      await route.fulfill({ response, json: { ...(await response.json()), status: 'degraded' } });
    });
    await enter(page, 'websocket');
    await page.click('#tab-code');
    const kept = await page.evaluateHandle(() => {
      getSelection().selectAllChildren(document.getElementById('code'));
      return { voice: document.querySelector('[name=voice]').options[0], code: getSelection().toString() };
    });
    for (let round = asked + 1; asked < round; await page.waitForTimeout(20)) await page.clock.fastForward(3000);
    await page.waitForLoadState('networkidle');
    assert.ok(await kept.evaluate(({ voice, code }) => voice.isConnected && code.length > 100 && getSelection().toString() === code));
    return { asked };
  },

  // One can still type.
  async a_refused_microphone_is_told(page) {
    await page.context().clearPermissions();
    await start(page, 'websocket');
    assert.match(await page.innerText('#notice'), /does not let this page use the microphone/);
    await look(page, 'refused-microphone');
    await ask(page, 'Hello.');
    await answered(page, ANSWER);
    return {};
  },

  // Whoever runs this ends the server when the line below is printed.
  async a_lost_server_is_told(page) {
    await start(page, 'websocket');
    await becomes(page, 'open');
    console.log('CONNECTED');
    await becomes(page, 'failed');
    await look(page, 'lost-server');
    assert.match(await page.innerText('#notice'), /connection to the server was lost|server ended the session/);
    await page.click('#start');
    await page.waitForSelector('#notice:has-text("does not answer")', { timeout: PATIENCE });
    assert.equal(await page.innerText('#start'), 'Start talking');
    return {};
  },

  // Writes the four programs of the code tab to files, of a session with everything that wants escaping, and runs the browser's.
  async the_code_tab_shows_programs(page) {
    const collect = async (language, file) => {
      await page.selectOption('#code-language', language);
      const code = await page.locator('#code').evaluate((element) => element.textContent);
      assert.ok(!code.includes(REALTIME_API_KEY), 'no key in what is pasted');
      await page.click('#code-copy');
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
      writeFileSync(join(REALTIME_LOGS, file), code);
      await look(page, `code-${language}`);
      return code;
    };
    const describe = async (home) => {
      await enter(page, 'websocket', home);
      await page.click('#tools-example');
      await page.fill('[name=instructions]', 'Say "hi" – it\'s a `backtick`, a \\ and ${one}, """three""" and 你好.\nNew line: true, null');
      await page.locator('[name=instructions]').blur();
      await page.click('#tab-code');
    };
    await describe(REALTIME_TLS_URL);
    await collect('node', 'talk.mjs.txt');
    await describe(REALTIME_URL);
    await collect('python', 'talk.py.txt');
    await collect('dotnet', 'talk.cs.txt');
    const code = await collect('browser', 'talk.js.txt');

    // A page of the server without the playground; the key is put where a client secret belongs.
    await page.goto(new URL('/health', REALTIME_URL).href);
    const status = await page.evaluate(async ([program, key]) => {
      const done = Promise.withResolvers();
      console.log = (event) => event.type === 'response.done' && done.resolve(event.response.status);
      const Program = (async () => {}).constructor;
      await new Program(program.replace("'none'", JSON.stringify(key)))();
      return done.promise;
    }, [code, REALTIME_API_KEY]);
    assert.equal(status, 'completed');
    return {};
  },
};
