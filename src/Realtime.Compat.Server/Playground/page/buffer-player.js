// Plays PCM16 at 24 kHz by timed buffers. Only secure pages have worklets; this does without, for a page of plain http.
import { RATE, fromBase64 } from './audio.js';

/** Seconds from the first piece to its sound: what the browser needs to begin in time. */
const LEAD = 0.05;

export class BufferPlayer {
  #audio;
  /** What is not played to its end: the answer, its source, when it starts in the context's seconds, and the answer's seconds before it. */
  #pieces = [];
  #end = 0;
  #item = null;
  #length = 0;
  analyser;
  onDrained = () => {};

  constructor(audio) {
    this.#audio = audio;
    this.analyser = new AnalyserNode(audio, { fftSize: 1024 });
    this.analyser.connect(audio.destination);
  }

  play(item, base64) {
    const pcm = new Int16Array(fromBase64(base64));
    if (pcm.length === 0) return;
    const buffer = this.#audio.createBuffer(1, pcm.length, RATE);
    buffer.getChannelData(0).set(Float32Array.from(pcm, (sample) => sample / 32768));
    const source = new AudioBufferSourceNode(this.#audio, { buffer });
    source.connect(this.analyser);
    if (item !== this.#item) [this.#item, this.#length] = [item, 0];
    const now = this.#audio.currentTime;
    const at = this.#pieces.length > 0 ? Math.max(now, this.#end) : now + LEAD;
    const piece = { item, source, at, before: this.#length };
    this.#pieces.push(piece);
    this.#length += buffer.duration;
    this.#end = at + buffer.duration;
    source.onended = () => this.#ended(piece);
    source.start(at);
  }

  /** Forgets what is queued; resolves to whether there was any, the answer that was cut and how much of it was heard. */
  async clear() {
    const now = this.#audio.currentTime;
    const sounding = this.#pieces.findLast(({ at }) => at <= now) ?? this.#pieces[0];
    const pieces = this.#pieces;
    this.#pieces = [];
    for (const { source } of pieces) source.stop();
    return sounding ? { cleared: true, item: sounding.item, ms: Math.floor((sounding.before + Math.max(0, now - sounding.at)) * 1000) } : { cleared: false };
  }

  close() {
    this.clear();
    this.analyser.disconnect();
  }

  #ended(piece) {
    const index = this.#pieces.indexOf(piece);
    if (index < 0) return;
    this.#pieces.splice(index, 1);
    if (this.#pieces.length === 0) this.onDrained();
  }
}
