// Plays what comes over a WebSocket: by a worklet, or by timed buffers in a page that may have none.
import { fromBase64, openContext } from './audio.js';
import { BufferPlayer } from './buffer-player.js';

/** A player for this page: play(item, base64), clear(), close(), its `analyser`, and `onDrained` when all was played. */
export async function openPlayer() {
  const audio = await openContext();
  return audio.audioWorklet ? new WorkletPlayer(audio) : new BufferPlayer(audio);
}

class WorkletPlayer {
  #node;
  #cleared = [];
  analyser;
  onDrained = () => {};

  constructor(audio) {
    this.#node = new AudioWorkletNode(audio, 'player', { numberOfInputs: 0, outputChannelCount: [1] });
    this.analyser = new AnalyserNode(audio, { fftSize: 1024 });
    this.#node.connect(this.analyser).connect(audio.destination);
    this.#node.port.onmessage = ({ data }) => (data.drained ? this.onDrained() : this.#cleared.shift()?.(data));
  }

  play(item, base64) {
    const pcm = fromBase64(base64);
    this.#node.port.postMessage({ item, pcm }, [pcm]);
  }

  /** Forgets what is queued; resolves to whether there was any, the answer that was cut and how much of it was heard. */
  clear() {
    return new Promise((resolve) => {
      this.#cleared.push(resolve);
      this.#node.port.postMessage({ clear: true });
    });
  }

  close() {
    this.#node.port.postMessage({ close: true });
    this.#node.disconnect();
  }
}
