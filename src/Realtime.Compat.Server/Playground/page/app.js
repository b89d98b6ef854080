// The page: one conversation with the server that served it.
import * as announcer from './announcer.js';
import * as code from './code.js';
import * as composer from './composer.js';
import * as conversation from './conversation.js';
import { follow, reset } from './follow.js';
import * as inspector from './inspector.js';
import * as latency from './latency.js';
import * as line from './line.js';
import * as notices from './notice.js';
import * as push from './push.js';
import * as settings from './settings.js';
import * as tabs from './tabs.js';
import * as theme from './theme.js';
import { run } from './tools.js';
import * as waves from './waves.js';
import { language, say, speak } from './words.js';

const $ = (id) => document.getElementById(id);

const { notice } = notices;

/** Until all parts are there they are looked at again. */
const AGAIN_MS = 3000;

let config = { voices: [], models: [], iceServers: [], calls: false, httpsPort: null };
let calls = [];
let parts = {};

function render() {
  const { state } = line;
  const isOpen = line.isOpen();
  $('state').dataset.state = line.wordFor();
  $('state').textContent = line.words();
  $('start').textContent = say(state.phase === 'connecting' ? 'connecting' : isOpen ? 'end' : 'start');
  $('start').classList.toggle('live', isOpen);
  $('start').setAttribute('aria-disabled', state.phase === 'connecting');
  const canTalk = isOpen && state.hasMicrophone;
  $('push').hidden = !(canTalk && settings.isPushToTalk());
  $('push').textContent = say(state.held ? 'release' : 'hold');
  $('push').classList.toggle('held', state.held);
  $('mute').hidden = !(canTalk && !settings.isPushToTalk());
  $('mute').setAttribute('aria-pressed', state.muted);
  $('stop-answer').hidden = !isOpen;
  $('stop-answer').disabled = !(state.responding || state.sounding);
  if (isOpen) $('waves').hidden = false;
  $('lead').textContent = say(!isOpen ? 'welcome' : !state.hasMicrophone ? 'goType' : settings.isPushToTalk() ? 'goPush' : state.muted ? 'muted' : 'goAhead');
  settings.restrict({ isOpen: isOpen || state.phase === 'connecting', hasSpoken: state.hasSpoken });
}

function told(error) {
  notice(error.message, { offersSocket: error.wantsSocket });
  conversation.settle();
  if (!error.wantsKey) return;
  tabs.show('session');
  settings.focusKey();
}

/** Runs the tools a response called, and has the model go on with what they returned. */
async function useTools() {
  const asked = calls;
  calls = [];
  for (const call of asked) {
    const output = await run(call);
    line.send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: call.call_id, output } });
  }
  line.send({ type: 'response.create' });
}

/** The user decides; the server goes on by itself once everything is decided. */
async function askConsent(id) {
  const approve = await conversation.consent(id);
  line.send({ type: 'conversation.item.create', item: { type: 'mcp_approval_response', approval_request_id: id, approve } });
}

function receive(event) {
  inspector.note('s', event);
  follow('s', event, performance.now());
  line.obey(event);
  if (event.type === 'response.created') calls = [];
  if (event.type === 'response.output_item.done' && event.item.type === 'function_call') calls.push(event.item);
  if (event.type === 'response.output_item.done' && event.item.type === 'mcp_approval_request') askConsent(event.item.id);
  if (event.type === 'response.done' && event.response.status === 'completed' && calls.length > 0) useTools();
}

function sent(event) {
  inspector.note('c', event);
  follow('c', event, performance.now());
}

async function connect(withMicrophone) {
  notice('');
  const hadFocus = document.activeElement === $('start');
  await line.connect({ withMicrophone, iceServers: config.iceServers, secureUrl: secureUrl() });
  // So that the space bar talks, and does not hang up.
  if (hadFocus && !$('push').hidden) $('push').focus();
}

function hangUp() {
  line.disconnect();
  conversation.settle();
}

/** Where this very page is to be had over https; '' where the server does not listen for it. */
function secureUrl() {
  if (!config.httpsPort) return '';
  const url = new URL(document.baseURI);
  url.protocol = 'https:';
  url.port = config.httpsPort;
  return url.href;
}

/** A new session: what was seen of the last one makes room. */
function begin() {
  calls = [];
  reset();
  inspector.reset();
  waves.input.clear();
  waves.output.clear();
}

function change() {
  code.render();
  if (line.isOpen()) line.send({ type: 'session.update', session: settings.session({ hasSpoken: line.state.hasSpoken }) });
  line.become({});
}

async function stopAnswer() {
  if (line.state.responding) line.send({ type: 'response.cancel' });
  await line.interrupt();
}

/** A saved log tells its conversation anew, where none goes on. */
function replay(entries) {
  if (line.isOpen()) return;
  reset();
  announcer.hush(true);
  for (const { dir, event, at } of entries) follow(dir, event, at);
  announcer.hush(false);
  conversation.settle();
}

function bind() {
  $('start').addEventListener('click', () => (line.isOpen() ? hangUp() : connect(true)));
  // A page that is left ends its call: the server would keep the line until it misses the other side.
  addEventListener('pagehide', () => line.isOpen() && line.disconnect());
  $('theme').addEventListener('click', waves.redraw);
  $('mute').addEventListener('click', () => line.become({ muted: !line.state.muted }));
  $('stop-answer').addEventListener('click', stopAnswer);
  addEventListener('keydown', (event) => event.key === 'Escape' && line.isOpen() && stopAnswer());
  $('ui-language').addEventListener('change', () => {
    speak($('ui-language').value);
    for (const part of [theme, latency, inspector]) part.render();
    settings.showFaults();
    showParts();
    render();
  });
}

function showParts() {
  $('parts').replaceChildren(...Object.entries(parts).flatMap(([name, part]) => {
    const word = Object.assign(document.createElement('dt'), { textContent: say('parts')[name] ?? name.replaceAll('_', ' ') });
    word.dataset.status = part.status;
    // That all is well the dot says.
    const detail = part.detail === 'ready' ? part.served_by : [part.served_by, part.detail].filter(Boolean).join(' – ');
    return [word, Object.assign(document.createElement('dd'), { textContent: detail })];
  }));
}

/** What the server has: voices, models, and how its parts are. */
async function look() {
  try {
    config = await (await fetch('playground/config.json')).json();
    settings.offer(config);
    code.render();
    const health = await (await fetch('health')).json();
    parts = health.parts;
    showParts();
    if (health.status !== 'healthy') setTimeout(look, AGAIN_MS);
  } catch {
    // The page says the rest when it connects.
  }
}

speak();
$('ui-language').value = language();
line.bind({ onEvent: receive, onChange: render, onStart: begin, onSent: sent, onFault: told });
settings.start(change);
inspector.start({ onLoaded: replay, onFault: notice });
notices.start({
  onSocket: () => {
    settings.useSocket();
    connect(true);
  },
});
composer.start({ connect: () => connect(false), onFault: notice });
for (const part of [code, tabs, theme, push]) part.start();
bind();
waves.start(line.isOpen);
latency.render();
render();
look();
