// The line to the server: microphone, transport and loudspeaker, and what goes on on it.
import { openContext } from './audio.js';
import { CallTransport } from './call-transport.js';
import { LineError } from './line-error.js';
import { Microphone } from './microphone.js';
import { openPlayer } from './player.js';
import * as settings from './settings.js';
import { SocketTransport } from './socket-transport.js';
import * as waves from './waves.js';
import { say } from './words.js';

const remote = document.getElementById('remote');

/** What goes on; whoever shows it is told by `onChange`. */
export const state = {
  phase: 'closed', hasMicrophone: false, muted: false, held: false, hearing: false, responding: false, sounding: false, thinking: false, hasSpoken: false,
};

let transport = null;
let microphone = null;
let player = null;
/** Whether speech interrupts the answer, as the session has it. */
let interrupts = true;
let created = Promise.withResolvers();
let hooks = { onEvent() {}, onChange() {}, onStart() {}, onSent() {}, onFault() {} };

export const bind = (given) => { hooks = given; };
export const isOpen = () => state.phase === 'open';
export const name = () => transport?.name;
/** Resolves when the session is there, or never will be. */
export const ready = () => created.promise;

/** Changes what goes on. */
export function become(changes) {
  Object.assign(state, changes);
  transport?.gate(isOpen() && !state.muted && (!settings.isPushToTalk() || state.held));
  hooks.onChange();
}

/** Connects. Without a microphone one can still type and listen. */
export async function connect({ withMicrophone, iceServers, secureUrl }) {
  if (state.phase === 'connecting' || transport) return;
  become({ phase: 'connecting', hasMicrophone: false, muted: false, held: false, hearing: false, responding: false, sounding: false, thinking: false, hasSpoken: false });
  created = Promise.withResolvers();
  try {
    // It is the server that has the worklets.
    await openContext().catch(() => { throw new LineError(say('unreachable')); });
    if (withMicrophone) await takeMicrophone(secureUrl);
    hooks.onStart();
    const options = {
      model: settings.value('model') || 'gpt-realtime', key: settings.value('key'), iceServers, onTrack: hearTrack,
      onAudio: send, onEvent: hooks.onEvent, onClose: (error) => fail(error),
    };
    if (settings.value('transport') === 'webrtc') {
      transport = new CallTransport(options);
    } else {
      player = await openPlayer();
      player.onDrained = () => become({ sounding: false });
      waves.output.analyser = player.analyser;
      transport = new SocketTransport(options);
    }
    await transport.dial(microphone);
    if (transport) become({ phase: 'open' });
  } catch (error) {
    fail(error);
  }
}

async function takeMicrophone(secureUrl) {
  try {
    microphone = await Microphone.open(secureUrl);
    waves.input.analyser = await microphone.analyser();
    state.hasMicrophone = true;
  } catch (error) {
    hooks.onFault(error);
  }
}

async function hearTrack(stream) {
  remote.srcObject = stream;
  const audio = await openContext();
  const analyser = new AnalyserNode(audio, { fftSize: 1024 });
  audio.createMediaStreamSource(stream).connect(analyser);
  waves.output.analyser = analyser;
}

/** The line broke, or never stood. */
function fail(error) {
  if (state.phase !== 'connecting' && state.phase !== 'open') return;
  disconnect('failed');
  hooks.onFault(error);
}

export function disconnect(phase = 'closed') {
  const closing = transport;
  transport = null;
  become({ phase, hearing: false, responding: false, sounding: false, thinking: false, held: false });
  created.resolve();
  closing?.close();
  microphone?.close();
  player?.close();
  [microphone, player, waves.input.analyser, waves.output.analyser] = [null, null, null, null];
  remote.srcObject = null;
}

export function send(event) {
  if (!transport) return;
  hooks.onSent(event);
  transport.send(event);
}

/** Stops what is being said, and tells the server how much of it was heard. */
export async function interrupt() {
  if (transport?.name === 'webrtc') {
    if (state.sounding) send({ type: 'output_audio_buffer.clear' });
    return;
  }
  const cut = await player?.clear();
  become({ sounding: false });
  if (cut?.cleared && cut.item) send({ type: 'conversation.item.truncate', item_id: cut.item, content_index: 0, audio_end_ms: cut.ms });
}

/** What events do to the line; what they show is another's (follow.js). */
export function obey(event) {
  switch (event.type) {
    case 'session.updated':
      interrupts = interruptsOf(event.session);
      break;
    case 'session.created':
      interrupts = interruptsOf(event.session);
      settings.learn(event.session);
      created.resolve();
      send({ type: 'session.update', session: settings.session() });
      break;
    case 'input_audio_buffer.speech_started':
      waves.input.speech(true, transport?.sentMs ? transport.sentMs - event.audio_start_ms : 0);
      become({ hearing: true, thinking: false });
      // On a call the server stops its voice by itself.
      if (transport?.name === 'websocket' && interrupts) interrupt();
      break;
    case 'input_audio_buffer.speech_stopped':
      waves.input.speech(false);
      become({ hearing: false, thinking: true });
      break;
    case 'conversation.item.input_audio_transcription.completed':
      // A turn without words is not answered.
      if (!event.transcript.trim() && !state.responding) become({ thinking: false });
      break;
    case 'response.created': become({ responding: true, thinking: true }); break;
    case 'response.output_text.delta': become({ thinking: false }); break;
    case 'response.output_audio.delta':
      player?.play(event.item_id, event.delta);
      become({ sounding: true, thinking: false, hasSpoken: true });
      break;
    case 'output_audio_buffer.started': become({ sounding: true, thinking: false, hasSpoken: true }); break;
    case 'output_audio_buffer.stopped':
    case 'output_audio_buffer.cleared': become({ sounding: false }); break;
    case 'response.done': become({ responding: false, thinking: false }); break;
    case 'conversation.item.truncated': send({ type: 'conversation.item.retrieve', item_id: event.item_id }); break;
    case 'error': if (state.thinking && !state.responding) become({ thinking: false }); break;
    default:
  }
}

const interruptsOf = (session) => session.audio?.input?.turn_detection?.interrupt_response !== false;

/** The state as one word. */
export const wordFor = () => {
  if (state.phase !== 'open') return state.phase;
  if (state.hearing || state.held) return 'hearing';
  if (state.sounding) return 'speaking';
  if (state.thinking) return 'thinking';
  return 'open';
};
/** The state in words. */
export const words = () => {
  const word = wordFor();
  if (word !== 'open' || !state.hasMicrophone || settings.isPushToTalk()) return say(word);
  return say(state.muted ? 'muted' : 'listening');
};
