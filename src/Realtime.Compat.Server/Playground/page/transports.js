// Two ways to the server, one shape: dial(microphone), send(event), gate(isOn), close(); events by onEvent, the end by onClose.
import { toBase64 } from './audio.js';
import { say } from './words.js';

const api = new URL('v1/realtime', document.baseURI);

const UNAUTHORIZED = 3000;
const PIECE_MS = 40;

/** What went wrong; `wantsKey` when another key would help. */
export class LineError extends Error {
  constructor(message, wantsKey = false) {
    super(message);
    this.wantsKey = wantsKey;
  }
}

/** WebSocket: audio travels in events, and this page plays it. */
export class SocketTransport {
  name = 'websocket';
  /** Audio sent so far: the clock of the server's voice detector. */
  sentMs = 0;
  #socket;
  #hasOpened = false;
  #isOn = false;

  constructor({ model, key, onEvent, onClose }) {
    const url = new URL(api);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('model', model);
    url.searchParams.set('timings', '1');
    this.#socket = new WebSocket(url, ['realtime', ...(key ? [`openai-insecure-api-key.${key}`] : [])]);
    this.#socket.onmessage = ({ data }) => onEvent(JSON.parse(data));
    this.#socket.onopen = () => { this.#hasOpened = true; };
    this.#socket.onclose = ({ code, reason }) => onClose(this.#hasOpened ? endOf(code, reason) : new LineError(say('unreachable')));
  }

  async dial(microphone) {
    const opened = Promise.withResolvers();
    this.#socket.addEventListener('open', opened.resolve);
    this.#socket.addEventListener('close', () => opened.reject(new LineError(say('unreachable'))));
    await opened.promise;
    await microphone?.capture((piece) => {
      if (!this.#isOn) return;
      this.sentMs += PIECE_MS;
      this.send({ type: 'input_audio_buffer.append', audio: toBase64(piece) });
    });
  }

  send(event) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(event));
  }

  gate(isOn) { this.#isOn = isOn; }

  close() { this.#socket.close(1000); }
}

function endOf(code, reason) {
  if (code === UNAUTHORIZED) return new LineError(say('keyWanted'), true);
  return new LineError(reason && code !== 1006 ? say('lostBecause', reason) : say('lost'));
}

/** WebRTC: audio travels beside the events, and the server knows what was played. */
export class CallTransport {
  name = 'webrtc';
  #model;
  #key;
  #peer;
  #channel;
  #microphone;
  #closed = false;
  #onClose;

  constructor({ model, key, iceServers, onEvent, onClose, onTrack }) {
    [this.#model, this.#key, this.#onClose] = [model, key, onClose];
    this.#peer = new RTCPeerConnection({ iceServers: iceServers.map((urls) => ({ urls })) });
    this.#peer.ontrack = ({ streams }) => onTrack(streams[0]);
    this.#peer.onconnectionstatechange = () => this.#peer.connectionState === 'failed' && this.#end();
    this.#channel = this.#peer.createDataChannel('oai-events');
    this.#channel.onmessage = ({ data }) => onEvent(JSON.parse(data));
    this.#channel.onclose = () => this.#end();
  }

  async dial(microphone) {
    this.#microphone = microphone;
    if (microphone) this.#peer.addTrack(microphone.track, microphone.stream);
    else this.#peer.addTransceiver('audio', { direction: 'recvonly' });
    await this.#peer.setLocalDescription();
    const response = await this.#post(this.#peer.localDescription.sdp);
    const answer = await response.text();
    if (!response.ok) throw new LineError(response.status === 401 && !this.#key ? say('keyWanted') : say('callFailed', messageOf(answer)), response.status === 401);
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  async #post(offer) {
    try {
      return await fetch(`${api}/calls?model=${encodeURIComponent(this.#model)}&timings=1`, {
        method: 'POST', body: offer, headers: { 'Content-Type': 'application/sdp', ...(this.#key ? { Authorization: `Bearer ${this.#key}` } : {}) },
      });
    } catch {
      throw new LineError(say('unreachable'));
    }
  }

  send(event) {
    if (this.#channel.readyState === 'open') this.#channel.send(JSON.stringify(event));
  }

  /** The track is on the line already; whoever does not talk sends silence. */
  gate(isOn) {
    if (this.#microphone) this.#microphone.muted = !isOn;
  }

  close() {
    this.#closed = true;
    this.#peer.close();
  }

  #end() {
    if (this.#closed) return;
    this.close();
    this.#onClose(new LineError(say('lost')));
  }
}

function messageOf(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text.slice(0, 200);
  }
}
