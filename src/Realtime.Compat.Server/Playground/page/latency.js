// Where the time goes between the user's last word and the first sound of the answer.
import { say } from './words.js';

const $ = (id) => document.getElementById(id);
const turns = [];
let current = null;

/** A log without times tells nothing of where they went. */
const begin = (turn) => { current = turn.at === undefined ? null : { ...turn, marks: {}, responses: 0 }; };

/** The user fell silent, and the turn is over; its closing silence lies behind already. */
export const spoken = (at, silence) => begin({ at, silence, typed: false });

/** The user typed. */
export const typed = (at) => begin({ at, silence: 0, typed: true });

/** Something of the answer happened; only the first time counts. */
export function mark(name, at) {
  if (current && !(name in current.marks)) current.marks[name] = at - current.at;
}

/**
 * A response is done: the turn's row is complete.
 * @param server its own times a stage in ms, or null from a server that gives none
 */
export function finish(server) {
  if (!current) return;
  current.responses++;
  // A call of a tool makes no sound; the answer after it does.
  if (!('audio' in current.marks)) return;
  const { silence, marks, responses, typed: wasTyped } = current;
  current = null;
  const stages = server && responses === 1 ? measured(server, marks.audio) : seen(silence, marks);
  turns.push({ stages, typed: wasTyped, total: stages.reduce((sum, length) => sum + length, 0) });
  render();
}

/** The server's own stages; what the page waited beyond them is the rest. */
function measured(server, audio) {
  const of = (name) => Math.max(0, server[`${name}_ms`] ?? 0);
  const known = [of('voice_activity'), of('transcription'), of('first_token'), of('first_clause'), of('first_speech') + of('first_audio')];
  return [...known, Math.max(0, audio - (server.latency_ms ?? audio))];
}

/** What events alone tell: the text of a clause and its first sound come together. */
function seen(silence, marks) {
  const transcription = Math.max(0, marks.transcription ?? 0);
  const token = Math.max(0, (marks.token ?? marks.audio) - transcription);
  return [silence, transcription, token, 0, Math.max(0, marks.audio - transcription - token), 0];
}

export function reset() {
  [turns.length, current] = [0, null];
  render();
}

const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
const ms = (value) => `${Math.round(value)} ms`;

export function render() {
  const stages = say('stages');
  const used = stages.filter((_, stage) => stage < 5 || turns.some((turn) => turn.stages[stage] >= 1));
  $('legend').replaceChildren(...used.map((name) => element('li', name, { stage: stages.indexOf(name) })));
  const totals = turns.filter((turn) => !turn.typed).map(({ total }) => total);
  const figures = totals.length === 0 ? [] : [[say('median'), ms(percentile(totals, 0.5))], [say('slow'), ms(percentile(totals, 0.95))], [say('turnCount'), totals.length]];
  $('percentiles').replaceChildren(...figures.map(([name, value]) => {
    const box = document.createElement('div');
    box.append(element('dt', name), element('dd', value));
    return box;
  }));
  $('percentiles').hidden = totals.length === 0;
  $('legend').hidden = turns.length === 0;
  $('waterfall-empty').hidden = turns.length > 0;
  const longest = Math.max(...turns.map(({ total }) => total));
  $('waterfall').replaceChildren(...turns.map((turn, i) => row(turn, i + 1, longest, stages)).reverse());
}

function row(turn, number, longest, stages) {
  const made = document.createElement('li');
  const head = element('p', '');
  head.append(element('span', say(turn.typed ? 'typedTurn' : 'turn')(number)), element('b', ms(turn.total)));
  const track = element('div', '');
  track.className = 'track';
  track.setAttribute('aria-hidden', 'true');
  const figures = element('p', '');
  figures.className = 'figures';
  turn.stages.forEach((length, stage) => {
    if (length < 0.5) return;
    const bar = element('i', '', { stage });
    bar.style.width = `${(length / longest) * 100}%`;
    bar.title = `${stages[stage]}: ${ms(length)}`;
    track.append(bar);
    figures.append(element('span', `${stages[stage]} ${ms(length)}`, { stage }));
  });
  made.append(head, track, figures);
  return made;
}

function element(name, text, data = {}) {
  const made = Object.assign(document.createElement(name), { textContent: text });
  Object.assign(made.dataset, data);
  return made;
}
