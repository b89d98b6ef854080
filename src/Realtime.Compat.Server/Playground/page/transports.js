// Two ways to the server, one shape: send(event), close(), and events by onEvent, onOpen, onClose.
import { toBase64 } from './audio.js';
import { say } from './words.js';

const api = new URL('v1/realtime', document.baseURI);

/** WebSocket: audio travels in events, and this page plays it. */
export class SocketTransport {
  name = 'websocket';
  #socket;

  constructor({ model, key, onOpen, onEvent, onClose }) {
    const url = new URL(api);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('model', model);
    url.searchParams.set('timings', '1');
    this.#socket = new WebSocket(url, ['realtime', ...(key ? [`openai-insecure-api-key.${key}`] : [])]);
    this.#socket.onopen = onOpen;
    this.#socket.onmessage = ({ data }) => onEvent(JSON.parse(data));
    this.#socket.onclose = ({ code, reason }) => onClose(code === 1000 || code === 1005 ? null : reason || `code ${code}`);
  }

  send(event) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(event));
  }

  async useMicrophone(microphone, isOn) {
    await microphone.capture((piece) => isOn() && this.send({ type: 'input_audio_buffer.append', audio: toBase64(piece) }));
  }

  close() { this.#socket.close(1000); }
}

/** WebRTC: audio travels beside the events, and the server knows what was played. */
export class CallTransport {
  name = 'webrtc';
  #peer;
  #channel;
  #call;
  #closed = false;
  #onClose;

  constructor({ model, key, iceServers, onOpen, onEvent, onClose, onTrack }) {
    this.#onClose = onClose;
    this.#peer = new RTCPeerConnection({ iceServers: iceServers.map((urls) => ({ urls })) });
    this.#peer.ontrack = ({ streams }) => onTrack(streams[0]);
    this.#peer.onconnectionstatechange = () => {
      if (['failed', 'closed'].includes(this.#peer.connectionState)) this.#end(this.#peer.connectionState);
    };
    this.#channel = this.#peer.createDataChannel('oai-events');
    this.#channel.onopen = onOpen;
    this.#channel.onmessage = ({ data }) => onEvent(JSON.parse(data));
    this.#channel.onclose = () => this.#end(null);
    this.dial = async (microphone) => {
      if (microphone) this.#peer.addTrack(microphone.track, microphone.stream);
      else this.#peer.addTransceiver('audio', { direction: 'recvonly' });
      await this.#peer.setLocalDescription();
      const response = await fetch(`${api}/calls?model=${encodeURIComponent(model)}`, {
        method: 'POST', body: this.#peer.localDescription.sdp,
        headers: { 'Content-Type': 'application/sdp', ...(key ? { Authorization: `Bearer ${key}` } : {}) },
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(say('callFailed', messageOf(answer)));
      this.#call = response.headers.get('Location')?.split('/').pop();
      await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    };
  }

  get call() { return this.#call; }

  send(event) {
    if (this.#channel.readyState === 'open') this.#channel.send(JSON.stringify(event));
  }

  async useMicrophone(microphone, isOn) {
    // The track is on the line already; whoever does not talk sends silence.
    this.gate = () => { microphone.muted = !isOn(); };
    this.gate();
  }

  close() {
    this.#end(null);
  }

  #end(reason) {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer.close();
    this.#onClose(reason);
  }
}

function messageOf(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text.slice(0, 200);
  }
}
