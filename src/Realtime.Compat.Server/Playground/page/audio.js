// Microphone and loudspeaker of the page.
import { say } from './words.js';

const RATE = 24000;

let context;

/** The page's audio context, made on the first press of a button: browsers allow none before. */
export async function openContext() {
  if (!context) {
    try {
      context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    } catch {
      context = new AudioContext({ latencyHint: 'interactive' });
    }
    await context.audioWorklet.addModule('playground/capture-worklet.js');
    await context.audioWorklet.addModule('playground/player-worklet.js');
  }
  // Without a loudspeaker some browsers never get ready: one can still speak, type and read.
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  return context;
}

export class Microphone {
  #stream;
  #nodes = [];

  /** The microphone, with echo cancelled where the browser can: else the assistant would hear itself. */
  static async open() {
    if (!navigator.mediaDevices?.getUserMedia) throw new Error(say('insecure'));
    const microphone = new Microphone();
    try {
      microphone.#stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    } catch (error) {
      throw new Error(whyNot(error));
    }
    return microphone;
  }

  get track() { return this.#stream.getAudioTracks()[0]; }
  get stream() { return this.#stream; }

  set muted(muted) { this.track.enabled = !muted; }

  /** An analyser for the meter; in a Firefox that cannot mix rates the context follows the microphone. */
  async analyser() {
    const audio = await openContext();
    const source = audio.createMediaStreamSource(this.#stream);
    const analyser = new AnalyserNode(audio, { fftSize: 1024 });
    source.connect(analyser);
    this.#nodes.push(source, analyser);
    return analyser;
  }

  /** Hands out PCM16 at 24 kHz in pieces of 40 ms. */
  async capture(onPiece) {
    const audio = await openContext();
    const source = audio.createMediaStreamSource(this.#stream);
    const capture = new AudioWorkletNode(audio, 'capture', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    capture.port.onmessage = ({ data }) => onPiece(data);
    source.connect(capture);
    this.#nodes.push(source, capture);
  }

  close() {
    this.#nodes.forEach((node) => node.disconnect());
    this.#stream.getTracks().forEach((track) => track.stop());
  }
}

/** Why the browser gives no microphone, and what to do about it. */
function whyNot(error) {
  switch (error.name) {
    case 'NotAllowedError': return say('micDenied');
    case 'NotFoundError': return say('micMissing');
    case 'NotReadableError': return say('micBusy');
    default: return say('micFailed', error.message);
  }
}

/** Plays what comes over a WebSocket. */
export class Player {
  #node;
  #cleared = [];
  analyser;
  item = null;
  ms = 0;
  onDrained = () => {};

  static async open() {
    const audio = await openContext();
    const player = new Player();
    player.#node = new AudioWorkletNode(audio, 'player', { numberOfInputs: 0, outputChannelCount: [1] });
    player.analyser = new AnalyserNode(audio, { fftSize: 1024 });
    player.#node.connect(player.analyser).connect(audio.destination);
    player.#node.port.onmessage = ({ data }) => {
      if (data.drained) player.onDrained();
      else if ('cleared' in data) player.#cleared.shift()?.(data);
      else Object.assign(player, data);
    };
    return player;
  }

  play(item, base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    this.#node.port.postMessage({ item, pcm: bytes.buffer }, [bytes.buffer]);
  }

  /** Forgets what is queued; resolves to the answer that was cut and how much of it was heard. */
  clear() {
    return new Promise((resolve) => {
      this.#cleared.push(resolve);
      this.#node.port.postMessage({ clear: true });
    });
  }

  close() { this.#node.disconnect(); }
}

/** PCM16 as base64, in bites that the stack can take. */
export function toBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
