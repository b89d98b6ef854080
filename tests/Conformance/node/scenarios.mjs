// What users of the API do, once for both dialects. A scenario returns when all went well and throws when anything did not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Conversation, bytesPerMs } from './conversation.mjs';

const question = () => readFileSync(process.env.REALTIME_QUESTION);
const silence = (ms) => Buffer.alloc(ms * bytesPerMs);
const serverVad = { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 500 };
const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'Tells the current weather at a place.',
  parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};

function assertSpoken(response) {
  assert.equal(response.status, 'completed');
  assert.ok(response.audioPieces.length > 0, 'no audio came');
  for (const piece of response.audioPieces) assert.equal(piece.length % 2, 0, 'a delta splits a sample');
  assert.ok(response.audio.length > 200 * bytesPerMs, `${response.audio.length} bytes are no sentence`);
  assert.ok(response.audio.some((byte) => byte !== 0), 'the audio is silence');
  const [item] = response.output;
  assert.equal(item.content[0].transcript, response.transcript);
}

export const scenarios = {
  async connect(dialect) {
    const conversation = await Conversation.open(dialect, 'connect');
    const [first] = conversation.events;
    assert.equal(first.type, 'session.created');
    assert.equal(first.session.object, 'realtime.session');
    assert.match(first.session.id, /^sess_/);
    await conversation.close();
  },

  async session_update_is_echoed(dialect) {
    const conversation = await Conversation.open(dialect, 'session_update_is_echoed');
    const first = { modality: 'text', instructions: 'Be brief.', voice: 'verse', vad: serverVad, tools: [weather] };
    let session = dialect.read((await conversation.update(first)).session);
    assert.equal(session.modality, 'text');
    assert.equal(session.instructions, 'Be brief.');
    assert.equal(session.voice, 'verse');
    assert.equal(session.vad.silence_duration_ms, 500);
    assert.deepEqual(session.tools, [weather]);

    session = dialect.read((await conversation.update({ vad: null, modality: 'audio' })).session);
    assert.equal(session.vad, null);
    assert.equal(session.modality, 'audio');
    assert.equal(session.instructions, 'Be brief.', 'what is left out keeps its value');
    await conversation.close();
  },

  async text_turn(dialect) {
    const conversation = await Conversation.open(dialect, 'text_turn', { modality: 'text' });
    conversation.ask('the rain in Spain');
    const response = await conversation.response();
    assert.equal(response.status, 'completed');
    assert.equal(response.text, 'You said: the rain in Spain.');
    assert.equal(response.output[0].content[0].type, dialect.assistantText);
    assert.equal(response.output[0].content[0].text, response.text);
    assert.equal(response.audio.length, 0);

    conversation.ask('and again');
    assert.equal((await conversation.response()).text, 'You said: and again.');
    await conversation.close();
  },

  async spoken_answer(dialect) {
    const conversation = await Conversation.open(dialect, 'spoken_answer', { modality: 'audio' });
    conversation.ask('say: The quick brown fox jumps over the lazy dog. It does so every day.');
    const response = await conversation.response();
    assertSpoken(response);
    assert.equal(response.transcript, 'The quick brown fox jumps over the lazy dog. It does so every day.');
    assert.equal(response.output[0].content[0].type, dialect.assistantAudio);
    assert.equal(response.output[0].content[0].audio, undefined, 'done events carry no audio');
    await conversation.close();
  },

  async spoken_question_committed_by_hand(dialect) {
    const conversation = await Conversation.open(dialect, 'spoken_question_committed_by_hand', { vad: null });
    conversation.append(question());
    conversation.send({ type: 'input_audio_buffer.commit' });
    const { item_id } = await conversation.next('input_audio_buffer.committed');
    const { item } = await conversation.next(dialect.itemCreated);
    assert.equal(item.id, item_id);
    assert.equal(item.content[0].type, 'input_audio');
    conversation.send({ type: 'response.create' });
    const response = await conversation.response();
    assertSpoken(response);
    assert.match(response.transcript, /^You said: /, 'the question was heard');
    assert.equal(conversation.has('input_audio_buffer.speech_started'), false, 'no turn detection, no speech events');
    await conversation.close();
  },

  async spoken_question_ended_by_server_vad(dialect) {
    const conversation = await Conversation.open(dialect, 'spoken_question_ended_by_server_vad', { vad: serverVad });
    conversation.append(Buffer.concat([silence(500), question(), silence(1500)]));
    const started = await conversation.next('input_audio_buffer.speech_started');
    const stopped = await conversation.next('input_audio_buffer.speech_stopped');
    assert.ok(started.audio_start_ms >= 0 && started.audio_start_ms < 1500, `speech began at ${started.audio_start_ms} ms`);
    assert.ok(stopped.audio_end_ms > started.audio_start_ms + 500);
    assert.equal(stopped.item_id, started.item_id);
    assert.equal((await conversation.next('input_audio_buffer.committed')).item_id, started.item_id);
    const response = await conversation.response();
    assertSpoken(response);
    assert.match(response.transcript, /^You said: /, 'the question was heard');
    assert.equal(conversation.count('input_audio_buffer.speech_started'), 1, 'one question is one turn');
    await conversation.close();
  },

  async function_call(dialect) {
    const conversation = await Conversation.open(dialect, 'function_call', { modality: 'text', tools: [weather] });
    conversation.ask('What is the weather in Paris?');
    const asked = await conversation.response();
    const [call] = asked.output;
    assert.equal(call.type, 'function_call');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.arguments).place, 'string');
    const streamed = asked.deltas.filter((event) => event.type === 'response.function_call_arguments.delta').map((event) => event.delta).join('');
    assert.equal(streamed, call.arguments);

    conversation.send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: call.call_id, output: 'sunny, 21 degrees' } });
    conversation.send({ type: 'response.create' });
    const answer = await conversation.response();
    assert.match(answer.text, /sunny, 21 degrees/);
    await conversation.close();
  },

  async cancel(dialect) {
    const conversation = await Conversation.open(dialect, 'cancel', { modality: 'audio' });
    conversation.ask('Please count slowly.');
    await conversation.next(dialect.audioDelta);
    conversation.send({ type: 'response.cancel' });
    const response = await conversation.response();
    assert.equal(response.status, 'cancelled');
    assert.equal(response.status_details.reason, 'client_cancelled');
    assert.equal(response.output[0].status, 'incomplete');

    conversation.ask('say: I am still here.');
    assertSpoken(await conversation.response());
    const late = conversation.events.slice(conversation.events.findIndex((event) => event.type === 'response.done') + 1);
    assert.ok(late.every((event) => event.response_id !== response.id), 'nothing of a response follows its end');

    conversation.expectErrors();
    conversation.send({ type: 'response.cancel' });
    assert.equal((await conversation.next('error')).error.code, 'response_cancel_not_active');
    await conversation.close();
  },

  async barge_in(dialect) {
    const conversation = await Conversation.open(dialect, 'barge_in', { modality: 'audio', vad: serverVad });
    conversation.ask('Please count slowly.');
    const playing = await conversation.next(dialect.audioDelta);
    conversation.append(Buffer.concat([question(), silence(1500)]));
    const started = await conversation.next('input_audio_buffer.speech_started');
    const interrupted = await conversation.response();
    assert.equal(interrupted.id, playing.response_id);
    assert.equal(interrupted.status, 'cancelled');
    assert.equal(interrupted.status_details.reason, 'turn_detected');

    const committed = await conversation.next('input_audio_buffer.committed');
    assert.equal(committed.item_id, started.item_id);
    conversation.send({ type: 'conversation.item.truncate', item_id: playing.item_id, content_index: 0, audio_end_ms: 100 });
    await conversation.next('conversation.item.truncated');
    const order = conversation.events.map((event) => event.type);
    assert.ok(order.indexOf('input_audio_buffer.speech_started') < order.indexOf('response.done'), 'the interruption is told before its effect');
    assertSpoken(await answerTo(conversation, interrupted.id));
    await conversation.close();
  },

  async errors_leave_the_session_alive(dialect) {
    const conversation = await Conversation.open(dialect, 'errors_leave_the_session_alive', { modality: 'text' });
    conversation.expectErrors();
    conversation.send({ type: 'no.such.event', event_id: 'evt_1' });
    let { error } = await conversation.next('error');
    assert.equal(error.type, 'invalid_request_error');
    assert.equal(error.event_id, 'evt_1');

    conversation.send({ type: 'conversation.item.delete', item_id: 'item_unknown', event_id: 'evt_2' });
    ({ error } = await conversation.next('error'));
    assert.equal(error.code, 'item_delete_invalid_item_id');
    assert.equal(error.event_id, 'evt_2');

    conversation.send({ type: 'input_audio_buffer.commit' });
    ({ error } = await conversation.next('error'));
    assert.equal(error.code, 'input_audio_buffer_commit_empty');
    assert.equal(error.event_id, null);

    conversation.client.socket.send('{ this is no JSON');
    ({ error } = await conversation.next('error'));
    assert.equal(error.type, 'invalid_request_error');

    conversation.ask('still here');
    assert.equal((await conversation.response()).text, 'You said: still here.');
    await conversation.close();
  },

  async spoken_clip_as_an_item(dialect) {
    const conversation = await Conversation.open(dialect, 'spoken_clip_as_an_item', { modality: 'text', vad: null });
    const audio = question().toString('base64');
    conversation.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_audio', audio }] } });
    const { item } = await conversation.next(dialect.itemCreated);
    assert.equal(item.content[0].audio, undefined, 'events about items carry no audio');
    conversation.send({ type: 'response.create' });
    const response = await conversation.response();
    assert.match(response.text, /^You said: \w+/, 'the clip was heard');

    conversation.send({ type: 'conversation.item.retrieve', item_id: item.id });
    const retrieved = await conversation.next('conversation.item.retrieved');
    assert.equal(retrieved.item.content[0].audio, audio, 'the audio comes back as it was sent');
    await conversation.close();
  },

  async two_sessions_at_once(dialect) {
    const [one, two] = await Promise.all(['one', 'two'].map((name) => Conversation.open(dialect, `two_sessions_at_once_${name}`, { modality: 'audio' })));
    one.ask('say: This is the first session, and nobody else.');
    two.ask('say: This is the second session, and nobody else.');
    const [first, second] = await Promise.all([one.response(), two.response()]);
    assertSpoken(first);
    assertSpoken(second);
    assert.match(first.transcript, /first/);
    assert.match(second.transcript, /second/);
    const ids = new Set(one.events.map((event) => event.event_id));
    assert.ok(two.events.every((event) => !ids.has(event.event_id)), 'event ids are unique');
    await Promise.all([one.close(), two.close()]);
  },

  async transcription_of_the_user(dialect) {
    const conversation = await Conversation.open(dialect, 'transcription_of_the_user', { modality: 'text', vad: serverVad, transcribe: true });
    conversation.append(Buffer.concat([question(), silence(1500)]));
    const { item_id } = await conversation.next('input_audio_buffer.committed');
    const completed = await conversation.next('conversation.item.input_audio_transcription.completed');
    assert.equal(completed.item_id, item_id);
    assert.equal(completed.content_index, 0);
    assert.ok(completed.transcript.length > 0);
    const deltas = conversation.events.filter((event) => event.type === 'conversation.item.input_audio_transcription.delta');
    assert.equal(deltas.map((event) => event.delta).join('').trim(), completed.transcript.trim());
    const response = await answerTo(conversation, null);
    assert.match(response.text, /^You said: /);
    await conversation.close();
  },

  // The client itself refuses to connect without a model; one that can be none gets as far as the server.
  async impossible_model_is_refused(dialect) {
    const conversation = new Conversation(dialect, 'impossible_model_is_refused', { model: 'm'.repeat(300) });
    conversation.expectErrors();
    const { error } = await conversation.next('error');
    assert.equal(error.code, 'invalid_model');
    const { code, reason } = await conversation.closed;
    assert.equal(code, 4000);
    assert.equal(reason, 'invalid_request_error.invalid_model');
  },

  async usage_adds_up(dialect) {
    const conversation = await Conversation.open(dialect, 'usage_adds_up', { modality: 'audio', vad: null });
    conversation.append(question());
    conversation.send({ type: 'input_audio_buffer.commit' });
    conversation.send({ type: 'response.create' });
    const { usage } = await conversation.response();
    assert.ok(usage.input_tokens > 0 && usage.output_tokens > 0);
    assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
    assert.equal(usage.input_tokens, usage.input_token_details.text_tokens + usage.input_token_details.audio_tokens);
    assert.equal(usage.output_tokens, usage.output_token_details.text_tokens + usage.output_token_details.audio_tokens);
    assert.ok(usage.output_token_details.audio_tokens > 0, 'a spoken answer has audio tokens');
    await conversation.close();
  },

  async a_failing_model_fails_the_response_only(dialect) {
    const conversation = await Conversation.open(dialect, 'a_failing_model_fails_the_response_only', { modality: 'text' });
    conversation.ask('Please fail now.');
    const failed = await conversation.response();
    assert.equal(failed.status, 'failed');
    assert.equal(failed.status_details.type, 'failed');
    assert.equal(typeof failed.status_details.error.code, 'string');
    conversation.ask('still here');
    assert.equal((await conversation.response()).status, 'completed');
    await conversation.close();
  },

  async out_of_band_response(dialect) {
    const conversation = await Conversation.open(dialect, 'out_of_band_response', { modality: 'text' });
    conversation.say('remember the rain');
    conversation.send({
      type: 'response.create',
      response: {
        conversation: 'none',
        metadata: { purpose: 'aside' },
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'an aside' }] }],
      },
    });
    const aside = await conversation.response();
    assert.equal(aside.metadata.purpose, 'aside');
    assert.equal(aside.text, 'You said: an aside.');
    assert.equal(aside.conversation_id ?? null, null);
    conversation.send({ type: 'response.create' });
    assert.equal((await conversation.response()).text, 'You said: remember the rain.');
    await conversation.close();
  },
};

// The response to a spoken turn, whether or not it ended before we looked.
async function answerTo(conversation, otherThan) {
  const done = (event) => event.type === 'response.done' && event.response.id !== otherThan;
  const known = conversation.events.find(done);
  return known ? conversation.describe(known) : await conversation.response();
}
