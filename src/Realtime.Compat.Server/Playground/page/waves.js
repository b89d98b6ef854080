// Level meters and scrolling waveforms of both sides, with marks where speech began and ended.
const STEP_MS = 40;

class Wave {
  #canvas;
  #meter;
  #columns = [];
  #buffer = new Float32Array(1024);
  analyser = null;

  constructor(side) {
    this.#canvas = document.getElementById(`wave-${side}`);
    this.#meter = document.getElementById(`level-${side}`);
  }

  mark(colour) {
    if (this.#columns.length > 0) this.#columns.at(-1).mark = colour;
  }

  tick() {
    let peak = 0;
    let sum = 0;
    if (this.analyser) {
      this.analyser.getFloatTimeDomainData(this.#buffer);
      for (const sample of this.#buffer) {
        peak = Math.max(peak, Math.abs(sample));
        sum += sample * sample;
      }
    }
    this.#meter.value = Math.min(1, Math.sqrt(sum / this.#buffer.length) * 3);
    this.#columns.push({ peak });
    const width = this.#canvas.width / 2;
    if (this.#columns.length > width) this.#columns.splice(0, this.#columns.length - width);
  }

  draw() {
    const style = getComputedStyle(this.#canvas);
    const { width, height } = this.#canvas;
    const pen = this.#canvas.getContext('2d');
    pen.clearRect(0, 0, width, height);
    const left = width - this.#columns.length * 2;
    this.#columns.forEach(({ peak, mark }, i) => {
      const bar = Math.max(1, Math.min(1, peak * 1.6) * height);
      pen.fillStyle = style.color;
      pen.fillRect(left + i * 2, (height - bar) / 2, 1.5, bar);
      if (!mark) return;
      pen.fillStyle = style.getPropertyValue(mark);
      pen.fillRect(left + i * 2, 0, 2, height);
    });
  }
}

export const input = new Wave('input');
export const output = new Wave('output');

export function start() {
  let due = 0;
  const frame = (now) => {
    if (now >= due) {
      due = now + STEP_MS;
      input.tick();
      output.tick();
      input.draw();
      output.draw();
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
