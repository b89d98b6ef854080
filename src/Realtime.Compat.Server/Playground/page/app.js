// The page: one conversation with the server that served it.
import { Microphone, Player, openContext } from './audio.js';
import * as code from './code.js';
import * as conversation from './conversation.js';
import * as inspector from './inspector.js';
import * as latency from './latency.js';
import * as settings from './settings.js';
import { examples, run } from './tools.js';
import { CallTransport, SocketTransport } from './transports.js';
import * as waves from './waves.js';
import { language, say, speak } from './words.js';

const $ = (id) => document.getElementById(id);

/** Errors that a click a moment too late makes; the inspector shows them. */
const HARMLESS = new Set(['response_cancel_not_active', 'input_audio_buffer_commit_empty']);

let config = { voices: [], models: [], iceServers: [], calls: false };
let line = null;
let microphone = null;
let player = null;
let muted = false;
let held = false;
let hasSpoken = false;
let isAnswering = false;
let calls = [];
let image = null;
let typedCount = 0;
let sessionCreated = Promise.withResolvers();

function setState(state, detail = '') {
  $('state').dataset.state = state;
  $('state').textContent = detail || say(state);
  const isOpen = line !== null;
  $('start').textContent = say(state === 'connecting' ? 'connecting' : isOpen ? 'end' : 'start');
  $('start').classList.toggle('live', isOpen);
  $('push').hidden = !(isOpen && microphone && settings.isPushToTalk());
  $('mute').hidden = !(isOpen && microphone && !settings.isPushToTalk());
  $('stop-answer').hidden = !isOpen;
  $('push').textContent = say(held ? 'release' : 'hold');
  $('mute').textContent = say(muted ? 'unmute' : 'mute');
}

function notice(text) {
  $('notice').textContent = text;
  $('notice').hidden = !text;
}

const isTalking = () => line !== null && !muted && (settings.isPushToTalk() ? held : true);

function send(event) {
  inspector.note('c', event);
  line?.send(event);
}

/** Connects. Without a microphone one can still type and listen. */
async function connect(withMicrophone) {
  notice('');
  setState('connecting');
  await openContext();
  if (withMicrophone) {
    try {
      microphone = await Microphone.open();
      waves.input.analyser = await microphone.analyser();
    } catch (error) {
      notice(error.message);
    }
  }
  conversation.clear();
  inspector.reset();
  latency.reset();
  [hasSpoken, isAnswering, calls, muted, held] = [false, false, [], false, false];
  sessionCreated = Promise.withResolvers();
  const options = {
    model: settings.value('model') || 'gpt-realtime',
    key: settings.value('key'),
    iceServers: config.iceServers,
    onOpen: () => {},
    onEvent: receive,
    onClose: disconnected,
    onTrack: hearTrack,
  };
  try {
    if (settings.value('transport') === 'webrtc') {
      line = new CallTransport(options);
      await line.dial(microphone);
    } else {
      player = await Player.open();
      player.onDrained = () => line && setState('open');
      waves.output.analyser = player.analyser;
      line = new SocketTransport(options);
    }
    if (microphone) await line.useMicrophone(microphone, isTalking);
    setState('open');
  } catch (error) {
    disconnect();
    notice(error.message);
    setState('failed');
  }
}

async function hearTrack(stream) {
  $('remote').srcObject = stream;
  const audio = await openContext();
  const analyser = new AnalyserNode(audio, { fftSize: 1024 });
  audio.createMediaStreamSource(stream).connect(analyser);
  waves.output.analyser = analyser;
}

function disconnect() {
  const closing = line;
  line = null;
  sessionCreated.resolve();
  closing?.close();
  microphone?.close();
  player?.close();
  [microphone, player, waves.input.analyser, waves.output.analyser] = [null, null, null, null];
  $('remote').srcObject = null;
  setState('closed');
}

function disconnected(reason) {
  const wasOpen = line !== null;
  if (wasOpen) disconnect();
  if (reason && wasOpen) {
    notice(say('lost', reason));
    setState('failed');
  }
}

function update() {
  code.render();
  if (line && settings.toolsOf()) send({ type: 'session.update', session: settings.session({ hasSpoken }) });
  line?.gate?.();
  setState(line ? 'open' : 'closed');
}

/** Stops what is being said, and tells the server how much of it was heard. */
async function interrupt() {
  if (line?.name === 'webrtc') {
    if (isAnswering) send({ type: 'output_audio_buffer.clear' });
    return;
  }
  const cut = await player?.clear();
  if (cut?.cleared && cut.item) send({ type: 'conversation.item.truncate', item_id: cut.item, content_index: 0, audio_end_ms: cut.ms });
}

const handlers = {
  'session.created': () => {
    sessionCreated.resolve();
    send({ type: 'session.update', session: settings.session() });
  },
  'input_audio_buffer.speech_started': async (event) => {
    setState('hearing');
    waves.input.mark('--s1');
    conversation.listen(event.item_id);
    // On a call the server stops its voice by itself.
    if (line?.name === 'websocket') await interrupt();
  },
  'input_audio_buffer.speech_stopped': () => {
    setState('open');
    waves.input.mark('--s4');
    const turns = settings.turnDetection();
    latency.spokenEnd(performance.now(), turns?.silence_duration_ms ?? 0);
  },
  'input_audio_buffer.committed': (event) => conversation.listen(event.item_id),
  'conversation.item.input_audio_transcription.delta': (event) => conversation.hear(event.item_id, event.delta),
  'conversation.item.input_audio_transcription.completed': (event) => {
    latency.mark('transcript', performance.now());
    conversation.understood(event.item_id, event.transcript);
  },
  'conversation.item.input_audio_transcription.failed': (event) => {
    conversation.forget(event.item_id);
    conversation.fail(event.error.message);
  },
  'response.created': () => { calls = []; },
  'response.output_audio_transcript.delta': (event) => {
    latency.mark('words', performance.now());
    conversation.answer(event.item_id, event.delta);
  },
  'response.output_audio.delta': (event) => {
    latency.mark('sound', performance.now());
    [hasSpoken, isAnswering] = [true, true];
    player?.play(event.item_id, event.delta);
    setState('speaking');
  },
  'output_audio_buffer.started': () => {
    latency.mark('sound', performance.now());
    [hasSpoken, isAnswering] = [true, true];
    setState('speaking');
  },
  'output_audio_buffer.stopped': () => { isAnswering = false; setState('open'); },
  'output_audio_buffer.cleared': () => { isAnswering = false; setState('open'); },
  'response.output_text.delta': (event) => conversation.answer(event.item_id, event.delta),
  'response.output_item.done': ({ item }) => {
    if (item.type !== 'function_call') return;
    const output = run(item.name, item.arguments);
    conversation.tool(item.id, item.name, item.arguments, output);
    calls.push({ call_id: item.call_id, output });
  },
  'response.done': ({ response }) => {
    const timings = Object.entries(response.metadata ?? {}).filter(([key]) => key.startsWith('timings'));
    latency.finish(timings.map(([, value]) => value).join(' ') || null);
    if (response.status === 'failed') conversation.fail(response.status_details?.error?.message ?? response.status_details?.error?.code ?? say('failed'));
    if (calls.length === 0 || response.status !== 'completed') return;
    for (const call of calls) send({ type: 'conversation.item.create', item: { type: 'function_call_output', ...call } });
    send({ type: 'response.create' });
  },
  'conversation.item.truncated': (event) => send({ type: 'conversation.item.retrieve', item_id: event.item_id }),
  'conversation.item.retrieved': ({ item }) => item.role === 'assistant' && conversation.cut(item.id, item.content?.[0]?.transcript ?? ''),
  error: ({ error }) => {
    if (!HARMLESS.has(error.code)) conversation.fail(error.message);
  },
};

function receive(event) {
  inspector.note('s', event);
  handlers[event.type]?.(event);
}

function press() {
  if (!line || held || $('push').hidden) return;
  held = true;
  interrupt();
  if (isAnswering || player) send({ type: 'response.cancel' });
  send({ type: 'input_audio_buffer.clear' });
  line.gate?.();
  $('push').classList.add('held');
  setState('hearing');
}

function release() {
  if (!held) return;
  held = false;
  line?.gate?.();
  $('push').classList.remove('held');
  latency.spokenEnd(performance.now(), 0);
  send({ type: 'input_audio_buffer.commit' });
  send({ type: 'response.create' });
  setState('open');
}

async function submit(event) {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text === '' && !image) return;
  if (!line) await connect(false);
  if (!line) return;
  const id = `item_typed_${++typedCount}_${Date.now()}`;
  const content = [...(image ? [{ type: 'input_image', image_url: image }] : []), ...(text ? [{ type: 'input_text', text }] : [])];
  await sessionCreated.promise;
  if (!line) return;
  if (isAnswering) await interrupt();
  conversation.typed(id, text, image);
  send({ type: 'conversation.item.create', item: { id, type: 'message', role: 'user', content } });
  send({ type: 'response.create' });
  $('text').value = '';
  setImage(null);
}

function setImage(dataUri) {
  image = dataUri;
  $('preview').hidden = !dataUri;
  $('preview').src = dataUri ?? '';
}

/** An image as a data URI, no larger than models look at. */
async function readImage(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, 1024 / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

function selectTab(tab) {
  for (const other of document.querySelectorAll('[role="tab"]')) {
    const selected = other === tab;
    other.setAttribute('aria-selected', selected);
    other.tabIndex = selected ? 0 : -1;
    $(other.getAttribute('aria-controls')).hidden = !selected;
  }
}

function bindTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => selectTab(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1 }[key];
      if (next === undefined) return;
      const other = tabs[(next + tabs.length) % tabs.length];
      selectTab(other);
      other.focus();
    });
  });
}

function bindKeys() {
  const isTyping = (element) => /^(INPUT|TEXTAREA|SELECT|BUTTON|SUMMARY|A)$/.test(element.tagName);
  addEventListener('keydown', (event) => {
    if (event.code !== 'Space' || event.repeat || isTyping(event.target) || $('push').hidden) return;
    event.preventDefault();
    press();
  });
  addEventListener('keyup', (event) => event.code === 'Space' && release());
}

function bind() {
  $('start').addEventListener('click', () => (line ? disconnect() : connect(true)));
  $('push').addEventListener('pointerdown', (event) => {
    $('push').setPointerCapture(event.pointerId);
    press();
  });
  $('push').addEventListener('pointerup', release);
  $('push').addEventListener('pointercancel', release);
  $('mute').addEventListener('click', () => {
    muted = !muted;
    $('mute').setAttribute('aria-pressed', muted);
    line?.gate?.();
    setState('open');
  });
  $('stop-answer').addEventListener('click', async () => {
    send({ type: 'response.cancel' });
    await interrupt();
  });
  $('composer').addEventListener('submit', submit);
  $('image').addEventListener('change', async () => {
    if ($('image').files[0]) setImage(await readImage($('image').files[0]));
    $('image').value = '';
  });
  $('settings').addEventListener('submit', (event) => {
    event.preventDefault();
    update();
  });
  $('tools-example').addEventListener('click', () => {
    $('settings').elements.tools.value = JSON.stringify(examples, null, 2);
    $('settings').dispatchEvent(new Event('change'));
  });
  $('ui-language').addEventListener('change', () => {
    speak($('ui-language').value);
    setState(line ? 'open' : 'closed');
    latency.render();
  });
  bindTabs();
  bindKeys();
}

/** What the server has: voices, models, and how its parts are. */
async function look() {
  try {
    config = await (await fetch('playground/config.json')).json();
    $('voices').replaceChildren(...config.voices.map((voice) => new Option(voice)));
    $('models').replaceChildren(...config.models.map((model) => new Option(model)));
    const webrtc = $('settings').elements.transport.querySelector('[value="webrtc"]');
    webrtc.disabled = !config.calls;
    if (!config.calls) $('settings').elements.transport.value = 'websocket';
    const health = await (await fetch('health')).json();
    $('parts').replaceChildren(...Object.entries(health.parts).map(([name, part]) => {
      const item = document.createElement('li');
      item.dataset.status = part.status;
      item.textContent = `${name.replaceAll('_', ' ')}: ${part.detail}`;
      return item;
    }));
  } catch {
    // The page says the rest when it connects.
  }
}

speak();
$('ui-language').value = language();
settings.remember(update);
inspector.start(notice);
code.start(() => { $('code-copy').textContent = say('copied'); });
bind();
waves.start();
latency.render();
setState('closed');
look();
