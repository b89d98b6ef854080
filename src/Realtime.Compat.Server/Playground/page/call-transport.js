// A line over WebRTC: audio travels beside the events, and the server knows what was played. Of the same shape as socket-transport.js.
import { post } from './api.js';
import { LineError } from './line-error.js';
import { say } from './words.js';

/** Most time from the answer to the open channel; a browser's own checks may go on for half a minute. */
const CONNECT_MS = 15_000;

export class CallTransport {
  name = 'webrtc';
  #options;
  #peer;
  #channel;
  #microphone = null;
  #id;
  #opened = Promise.withResolvers();
  #hasOpened = false;
  #isClosed = false;

  constructor(options) {
    this.#options = options;
    this.#peer = new RTCPeerConnection({ iceServers: options.iceServers.map((urls) => ({ urls })) });
    this.#peer.ontrack = ({ streams }) => options.onTrack(streams[0]);
    this.#peer.onconnectionstatechange = () => this.#peer.connectionState === 'failed' && this.#end();
    this.#channel = this.#peer.createDataChannel('oai-events');
    this.#channel.onmessage = ({ data }) => options.onEvent(JSON.parse(data));
    this.#channel.onopen = () => {
      this.#hasOpened = true;
      this.#opened.resolve();
    };
    this.#channel.onclose = () => this.#end();
  }

  /** An answer is no connection yet: that is there when the channel is open. */
  async dial(microphone) {
    this.#microphone = microphone;
    if (microphone) this.#peer.addTrack(microphone.track, microphone.stream);
    else this.#peer.addTransceiver('audio', { direction: 'recvonly' });
    await this.#peer.setLocalDescription();
    const response = await post(`calls?model=${encodeURIComponent(this.#options.model)}&timings=1`, this.#options.key, 'application/sdp', this.#peer.localDescription.sdp);
    const answer = await response.text();
    this.#id = response.headers.get('location')?.split('/').at(-1);
    if (this.#isClosed) return;
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    const patience = setTimeout(() => this.#end(), CONNECT_MS);
    try {
      await this.#opened.promise;
    } finally {
      clearTimeout(patience);
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
    this.#isClosed = true;
    this.#peer.close();
    this.#opened.resolve();
  }

  #end() {
    if (this.#isClosed) return;
    if (this.#hasOpened) this.#options.onClose(new LineError(say('lost')));
    else this.#giveUp();
    this.close();
  }

  /** The server would keep the line for a caller who does not come. */
  #giveUp() {
    this.#opened.reject(new LineError(say('callUnconnected'), { wantsSocket: true }));
    if (this.#id) post(`calls/${this.#id}/hangup`, this.#options.key, 'application/json').catch(() => {});
  }
}
