// The microphone of the page.
import { openContext } from './audio.js';
import { say } from './words.js';

export class Microphone {
  #stream;
  #nodes = [];

  /**
   * The microphone, with echo cancelled where the browser can: else the assistant would hear itself.
   * @param secureUrl where this page is one that browsers give a microphone; '' for nowhere
   * @throws {Error} why there is none, and what to do
   */
  static async open(secureUrl) {
    if (!navigator.mediaDevices?.getUserMedia) throw new Error(secureUrl ? say('insecure', secureUrl) : say('insecureOnly'));
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
