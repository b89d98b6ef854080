// Plays PCM16 at 24 kHz; when it is cleared, it says how much of the answer was played.
const RATE = 24000;

class Player extends AudioWorkletProcessor {
  #queue = [];
  #offset = 0;
  #played = 0;
  #item = null;
  #isClosed = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data.pcm) this.#queue.push({ item: data.item, pcm: new Int16Array(data.pcm) });
      else if (data.clear) this.#clear();
      else this.#isClosed = true;
    };
  }

  #clear() {
    const item = this.#queue[0]?.item;
    // Of an answer that only waits nothing was heard.
    const played = item === this.#item ? this.#played : 0;
    this.port.postMessage({ cleared: this.#queue.length > 0, item, ms: Math.floor((played / RATE) * 1000) });
    this.#queue = [];
    this.#offset = 0;
  }

  process(_, [[output]]) {
    const step = RATE / sampleRate;
    for (let i = 0; i < output.length && this.#queue.length > 0; i++) {
      const { item, pcm } = this.#queue[0];
      if (item !== this.#item) {
        this.#item = item;
        this.#played = 0;
      }
      const index = Math.floor(this.#offset);
      const next = pcm[Math.min(index + 1, pcm.length - 1)];
      output[i] = (pcm[index] + (next - pcm[index]) * (this.#offset - index)) / 32768;
      this.#offset += step;
      this.#played += step;
      if (this.#offset < pcm.length) continue;
      this.#offset -= pcm.length;
      this.#queue.shift();
      if (this.#queue.length === 0) this.port.postMessage({ drained: true });
    }
    return !this.#isClosed;
  }
}

registerProcessor('player', Player);
