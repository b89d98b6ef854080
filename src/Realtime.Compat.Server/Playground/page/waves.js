// Level meters and scrolling waveforms of both sides. Shaded: the voice detector hears speech; a line: an answer was cut.
const STEP_MS = 40;
const COLUMN = 3;

const calm = matchMedia('(prefers-reduced-motion: reduce)');

class Wave {
  #canvas;
  #level;
  #columns = [];
  #buffer = new Float32Array(1024);
  #speech = false;
  analyser = null;

  constructor(side) {
    const figure = document.querySelector(`#waves [data-side="${side}"]`);
    this.#canvas = figure.querySelector('canvas');
    this.#level = figure.querySelector('.level i');
    new ResizeObserver(() => {
      this.#canvas.width = this.#canvas.clientWidth * devicePixelRatio;
      this.#canvas.height = this.#canvas.clientHeight * devicePixelRatio;
      this.draw();
    }).observe(this.#canvas);
  }

  /** Speech began or ended some time ago. */
  speech(isOn, agoMs = 0) {
    this.#speech = isOn;
    const since = performance.now() - agoMs;
    if (isOn) for (const column of this.#columns) column.speech ||= column.at > since;
  }

  /** An answer was cut here. */
  mark() {
    if (this.#columns.length > 0) this.#columns.at(-1).cut = true;
  }

  clear() {
    [this.#columns, this.#speech] = [[], false];
    this.draw();
  }

  tick() {
    let [peak, sum] = [0, 0];
    if (this.analyser) {
      this.analyser.getFloatTimeDomainData(this.#buffer);
      for (const sample of this.#buffer) {
        peak = Math.max(peak, Math.abs(sample));
        sum += sample * sample;
      }
    }
    // From 60 dB below full scale to full scale.
    const level = Math.max(0, 1 + Math.log10(Math.sqrt(sum / this.#buffer.length) + 1e-9) / 3);
    this.#level.style.transform = `scaleX(${level.toFixed(3)})`;
    this.#columns.push({ at: performance.now(), peak, speech: this.#speech });
    const most = Math.ceil(this.#canvas.clientWidth / COLUMN) + 1;
    if (this.#columns.length > most) this.#columns.splice(0, this.#columns.length - most);
  }

  draw() {
    const [width, height] = [this.#canvas.clientWidth, this.#canvas.clientHeight];
    const style = getComputedStyle(this.#canvas);
    const pen = this.#canvas.getContext('2d');
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const left = width - this.#columns.length * COLUMN;
    const bars = (colour, wanted, top) => {
      pen.fillStyle = colour;
      this.#columns.forEach((column, i) => wanted(column) && pen.fillRect(left + i * COLUMN, ...top(column)));
    };
    bars(style.getPropertyValue('--shade'), ({ speech }) => speech, () => [0, COLUMN, height]);
    bars(style.color, () => true, ({ peak }) => {
      const bar = Math.max(1, Math.min(1, peak * 1.6) * height);
      return [(height - bar) / 2, COLUMN - 1, bar];
    });
    bars(style.getPropertyValue('--bad'), ({ cut }) => cut, () => [0, 2, height]);
  }
}

export const input = new Wave('input');
export const output = new Wave('output');

/** Draws anew what stands still, in the colours that are now. */
export function redraw() {
  input.draw();
  output.draw();
}

/** Scrolls while somebody may be heard; whoever wants no motion sees it move twice a second. */
export function start(isLive) {
  let [due, drawn] = [0, 0];
  const frame = (now) => {
    requestAnimationFrame(frame);
    if (now < due || !isLive()) return;
    due = now + STEP_MS;
    input.tick();
    output.tick();
    if (calm.matches && now < drawn + 500) return;
    drawn = now;
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  requestAnimationFrame(frame);
}
