// Microphone → PCM16 at 24 kHz mono, in pieces of 40 ms. Where the context runs at another rate, a windowed sinc filter resamples.
const RATE = 24000;
const PIECE = RATE / 25;
const TAPS = 32;

class Capture extends AudioWorkletProcessor {
  #piece = new Int16Array(PIECE);
  #filled = 0;
  #history = new Float32Array(TAPS);
  #position = 0;
  #step = sampleRate / RATE;

  process([[channel]]) {
    if (channel) (this.#step === 1 ? channel.forEach((sample) => this.#put(sample)) : this.#resample(channel));
    return true;
  }

  #resample(input) {
    const cutoff = Math.min(1, 1 / this.#step) * 0.92;
    for (const sample of input) {
      this.#history.copyWithin(0, 1);
      this.#history[TAPS - 1] = sample;
      for (this.#position -= 1; this.#position <= 0; this.#position += this.#step) this.#put(this.#at(this.#position, cutoff));
    }
  }

  /** The signal around the middle of the history, offset by a fraction of a sample (-1…0). */
  #at(offset, cutoff) {
    let sum = 0;
    let weight = 0;
    for (let i = 0; i < TAPS; i++) {
      const x = i - TAPS / 2 + 1 - offset;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x * cutoff) / (Math.PI * x * cutoff);
      const tap = sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2 + 1)));
      sum += this.#history[i] * tap;
      weight += tap;
    }
    return sum / weight;
  }

  #put(sample) {
    this.#piece[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32767)));
    if (this.#filled < PIECE) return;
    this.port.postMessage(this.#piece.buffer, [this.#piece.buffer]);
    this.#piece = new Int16Array(PIECE);
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
