// What events make visible: the conversation, the waterfall and the marks on the waves. The same for a live session and for a saved log.
import * as conversation from './conversation.js';
import * as latency from './latency.js';
import * as waves from './waves.js';
import { say } from './words.js';

/** Errors that a click a moment too late makes; the inspector shows them. */
const HARMLESS = new Set(['response_cancel_not_active', 'input_audio_buffer_commit_empty']);

/** Beta's names of what the GA API calls otherwise. */
const BETA = new Map(['audio.delta', 'audio_transcript.delta', 'text.delta'].map((name) => [`response.${name}`, `response.output_${name}`]));

let closingSilence = 0;

const sent = {
  'conversation.item.create': ({ item }, at) => {
    if (item.type === 'function_call_output') conversation.returned(item.call_id, item.output);
    if (item.type === 'mcp_approval_response') conversation.consented(item.approval_request_id, item.approve);
    if (item.type !== 'message' || item.role !== 'user') return;
    conversation.typed(item.id, textOf(item, 'input_text'), item.content.find(({ type }) => type === 'input_image')?.image_url);
    latency.typed(at);
  },
  'input_audio_buffer.commit': (_, at) => latency.spoken(at, 0),
};

const received = {
  'session.created': ({ session }) => { closingSilence = silenceOf(session); },
  'session.updated': ({ session }) => { closingSilence = silenceOf(session); },
  'input_audio_buffer.speech_started': (event) => conversation.listen(event.item_id),
  'input_audio_buffer.speech_stopped': (_, at) => latency.spoken(at, closingSilence),
  'input_audio_buffer.committed': (event) => conversation.listen(event.item_id),
  'conversation.item.input_audio_transcription.delta': (event) => conversation.hear(event.item_id, event.delta),
  'conversation.item.input_audio_transcription.completed': (event, at) => {
    latency.mark('transcription', at);
    conversation.understood(event.item_id, event.transcript);
  },
  'conversation.item.input_audio_transcription.failed': (event) => {
    conversation.forget(event.item_id);
    conversation.fail(event.error.message);
  },
  'response.output_audio_transcript.delta': (event, at) => {
    latency.mark('token', at);
    conversation.answer(event.item_id, event.delta);
  },
  'response.output_text.delta': (event) => conversation.answer(event.item_id, event.delta),
  'response.output_audio.delta': (_, at) => latency.mark('audio', at),
  'output_audio_buffer.started': (_, at) => latency.mark('audio', at),
  'response.output_item.done': ({ item }) => done[item.type]?.(item),
  'response.done': ({ response }) => {
    latency.finish(timingsOf(response));
    const details = response.status_details;
    if (response.status === 'failed') conversation.fail(details?.error?.message ?? say('responseFailed'));
    if (response.status === 'incomplete') conversation.fail(say('incomplete', details?.reason ?? ''));
  },
  'conversation.item.truncated': () => waves.output.mark(),
  'conversation.item.retrieved': ({ item }) => item.role === 'assistant' && conversation.cut(item.id, item.content?.[0]?.transcript ?? ''),
  'mcp_list_tools.failed': () => conversation.fail(say('toolsUnlisted')),
  error: ({ error }) => { if (!HARMLESS.has(error.code)) conversation.fail(error.message); },
};

/** Items that the model has written. */
const done = {
  message: ({ id }) => conversation.answered(id),
  function_call: (item) => conversation.call(item.call_id, item.name, item.arguments),
  mcp_approval_request: (item) => conversation.call(item.id, `${item.server_label}: ${item.name}`, item.arguments),
  mcp_call: (item) => {
    conversation.call(item.id, `${item.server_label}: ${item.name}`, item.arguments);
    conversation.returned(item.id, item.output ?? item.error?.message ?? '');
  },
};

/**
 * Shows an event.
 * @param direction 'c' for one of the client, 's' for one of the server
 * @param at milliseconds on any clock that does not jump; undefined when they are not known
 */
export function follow(direction, event, at) {
  const handlers = direction === 'c' ? sent : received;
  handlers[BETA.get(event.type) ?? event.type]?.(event, at);
}

export function reset() {
  conversation.clear();
  latency.reset();
}

const textOf = (item, type) => (item.content ?? []).filter((part) => part.type === type).map(({ text }) => text).join(' ');
const silenceOf = (session) => (session.audio?.input?.turn_detection ?? session.turn_detection)?.silence_duration_ms ?? 0;

/** What the server measured of its own stages, in milliseconds. */
function timingsOf(response) {
  try {
    return JSON.parse(response.metadata.timings);
  } catch {
    return null;
  }
}
