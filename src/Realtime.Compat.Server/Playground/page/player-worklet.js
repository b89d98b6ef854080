// Plays PCM16 at 24 kHz and says how much of each answer was played.
const RATE = 24000;

class Player extends AudioWorkletProcessor {
  #queue = [];
  #offset = 0;
  #played = 0;
  #item = null;
  #ticks = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data.clear) {
        this.port.postMessage({ cleared: this.#queue.length > 0, item: this.#item, ms: Math.floor((this.#played / RATE) * 1000) });
        this.#queue = [];
        this.#offset = 0;
      } else {
        this.#queue.push({ item: data.item, pcm: new Int16Array(data.pcm) });
      }
    };
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
    if (++this.#ticks % 16 === 0) this.port.postMessage({ item: this.#item, ms: (this.#played / RATE) * 1000 });
    return true;
  }
}

registerProcessor('player', Player);
