// Listens to what a call plays: its level every 10 ms, and where it was loud.

const worklet = `
registerProcessor('ear', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.sum = 0;
    this.count = 0;
  }
  process([[channel]]) {
    for (const sample of channel ?? new Float32Array(128)) {
      this.sum += sample * sample;
      if (++this.count < sampleRate / 100) continue;
      this.port.postMessage(Math.sqrt(this.sum / this.count));
      this.sum = this.count = 0;
    }
    return true;
  }
});`;

export class Ear {
  levels = []; // { at: performance.now(), level: 0…1 } every 10 ms

  static async listen(stream) {
    const ear = new Ear();
    // A remote stream is silent in Web Audio unless an element plays it too.
    ear.element = Object.assign(new Audio(), { srcObject: stream, muted: true });
    await ear.element.play();
    ear.context = new AudioContext();
    await ear.context.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: 'text/javascript' })));
    const node = new AudioWorkletNode(ear.context, 'ear');
    node.port.onmessage = ({ data }) => ear.levels.push({ at: performance.now(), level: data });
    ear.context.createMediaStreamSource(stream).connect(node).connect(ear.context.destination);
    return ear;
  }

  // From the first to the last sound within 30 dB of the loudest, in ms; what is loud in all; and the loudest level.
  measure(from = 0, to = Infinity) {
    const levels = this.levels.filter(({ at }) => at >= from && at <= to);
    const loudest = Math.max(0, ...levels.map(({ level }) => level));
    const loud = levels.map(({ level }, index) => (level > loudest * 0.0316 && level > 0.001 ? index : -1)).filter((index) => index >= 0);
    return { loudest, spanMs: loud.length ? (loud.at(-1) - loud[0] + 1) * 10 : 0, loudMs: loud.length * 10, lastAt: loud.length ? levels[loud.at(-1)].at : null };
  }

  close() {
    return this.context.close();
  }
}
