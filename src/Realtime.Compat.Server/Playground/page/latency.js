// Where the time goes between the user's last word and the first sound of the answer.
import { say } from './words.js';

const waterfall = document.getElementById('waterfall');
const percentiles = document.getElementById('percentiles');
const legend = document.getElementById('legend');
const turns = [];
let current = null;

/** The user fell silent. The closing silence lies behind us already. */
export function spokenEnd(now, silenceMs) {
  current = { now, silence: silenceMs, marks: {} };
}

/** Something of the answer happened; only the first time counts. */
export function mark(name, now) {
  if (current && !(name in current.marks)) current.marks[name] = now - current.now;
}

/** The server's own figures, where it gives them (metadata of response.done, in milliseconds). */
export function finish(metadata) {
  if (!current || !('sound' in current.marks)) return;
  const { silence, marks } = current;
  current = null;
  const transcript = Math.max(0, marks.transcript ?? 0);
  const words = Math.max(0, (marks.words ?? marks.sound) - transcript);
  const sound = Math.max(0, marks.sound - transcript - words);
  turns.push({ stages: [silence, transcript, words, sound], total: silence + marks.sound, server: metadata });
  render();
}

export function reset() {
  [turns.length, current] = [0, null];
  render();
}

const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];
const ms = (value) => `${Math.round(value)} ms`;

export function render() {
  const stages = say('stages');
  legend.replaceChildren(...stages.slice(0, 4).map((stage, i) => element('li', stage, { stage: i })));
  if (turns.length === 0) {
    percentiles.replaceChildren();
    waterfall.replaceChildren(element('li', say('noTurns')));
    return;
  }
  const totals = turns.map(({ total }) => total);
  percentiles.replaceChildren(...[[say('median'), 0.5], [say('slow'), 0.95]].map(([name, share]) => {
    const box = document.createElement('div');
    box.append(element('dt', name), element('dd', ms(percentile(totals, share))));
    return box;
  }));
  const longest = Math.max(...totals);
  waterfall.replaceChildren(...turns.toReversed().map((turn, i) => {
    const row = element('li', `${say('turn')(turns.length - i)} · ${ms(turn.total)}`);
    const track = element('div', '');
    track.className = 'track';
    turn.stages.forEach((length, stage) => {
      const bar = element('i', '', { stage });
      bar.style.width = `${(length / longest) * 100}%`;
      bar.title = `${stages[stage]}: ${ms(length)}`;
      track.append(bar);
    });
    row.append(track);
    if (turn.server) row.append(element('small', turn.server));
    return row;
  }));
}

function element(name, text, data = {}) {
  const made = Object.assign(document.createElement(name), { textContent: text });
  Object.assign(made.dataset, data);
  return made;
}
