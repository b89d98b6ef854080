// A line over a WebSocket: audio travels in events, and this page plays it. What the microphone hears goes to onAudio as events, on the way of all others.
// The shape of both transports: dial(microphone), send(event), gate(isOn), close(); events by onEvent, the end by onClose.
import { api, post } from './api.js';
import { toBase64 } from './audio.js';
import { LineError } from './line-error.js';
import { say } from './words.js';

const UNAUTHORIZED = 3000;
const PIECE_MS = 40;

/** What may be a subprotocol, in which browsers show a key: a token (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]*$/;

export class SocketTransport {
  name = 'websocket';
  /** Audio sent so far: the clock of the server's voice detector. */
  sentMs = 0;
  #options;
  #socket = null;
  #isOn = false;
  #isClosed = false;

  constructor(options) { this.#options = options; }

  async dial(microphone) {
    const { model, key, onAudio, onEvent, onClose } = this.#options;
    const url = new URL(api);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('model', model);
    url.searchParams.set('timings', '1');
    const token = await tokenOf(key);
    if (this.#isClosed) return;
    const opened = Promise.withResolvers();
    let hasOpened = false;
    this.#socket = new WebSocket(url, ['realtime', ...(token ? [`openai-insecure-api-key.${token}`] : [])]);
    this.#socket.onmessage = ({ data }) => onEvent(JSON.parse(data));
    this.#socket.onopen = () => {
      hasOpened = true;
      opened.resolve();
    };
    this.#socket.onclose = ({ code, reason }) => (hasOpened ? onClose(endOf(code, reason)) : opened.reject(new LineError(say('unreachable'))));
    await opened.promise;
    await microphone?.capture((piece) => {
      if (!this.#isOn) return;
      this.sentMs += PIECE_MS;
      onAudio({ type: 'input_audio_buffer.append', audio: toBase64(piece) });
    });
  }

  send(event) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(event));
  }

  gate(isOn) { this.#isOn = isOn; }

  close() {
    this.#isClosed = true;
    this.#socket?.close(1000);
  }
}

/** A key that is no token is exchanged for a client secret, which is one. */
async function tokenOf(key) {
  if (TOKEN.test(key)) return key;
  const response = await post('client_secrets', key, 'application/json', '{}');
  return (await response.json()).value;
}

function endOf(code, reason) {
  if (code === UNAUTHORIZED) return new LineError(say('keyWanted'), { wantsKey: true });
  return new LineError(reason && code !== 1006 ? say('lostBecause', reason) : say('lost'));
}
