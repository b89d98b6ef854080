// What users of a page do. Each gets { page, backend, callsUrl } and returns what is to be judged outside.

import assert from 'node:assert/strict';

// Starts a call in the page and leaves it there as `window.call`.
async function call({ page, backend, callsUrl }, session, secret) {
  secret ??= await backend.mint(session);
  return await page.evaluate(async ([url, key]) => {
    // The call before may be about to end: one call at a time is all this server takes.
    for (let tries = 200; ; tries--) {
      try {
        window.call = await Call.start(url, key);
        break;
      } catch (error) {
        if (error.status !== 503 || tries === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    (window.calls ??= []).push(window.call);
    return { id: window.call.id, session: window.call.events[0].event.session, createdAfterMs: window.call.createdAfterMs };
  }, [callsUrl, secret]);
}

const typesOf = (page) => page.evaluate(() => window.call.events.map(({ event }) => event.type));

// Somebody asks by voice and hears the answer.
export async function spoken_question_is_answered(scene) {
  const { page } = scene;
  const { id, session, createdAfterMs } = await call(scene, { instructions: 'Speak of the weather.', audio: { input: { transcription: { model: 'gpt-4o-mini-transcribe' } } } });
  assert.match(id, /^rtc_/);
  assert.equal(session.instructions, 'Speak of the weather.', 'the session is the one bound to the key');
  const result = await page.evaluate(async () => {
    const heard = await call.next('conversation.item.input_audio_transcription.completed');
    const started = call.find('output_audio_buffer.started') ?? await call.next('output_audio_buffer.started');
    const stopped = await call.next('output_audio_buffer.stopped');
    await new Promise((resolve) => setTimeout(resolve, 700)); // what still rests in the jitter buffer
    const done = call.find('response.done').event.response;
    return {
      heard: heard.event.transcript,
      answer: done.output[0].content[0].transcript,
      status: done.status,
      toldMs: stopped.at - started.at,
      ...call.ear.measure(started.at - 100),
    };
  });
  const types = await typesOf(page);
  assert.ok(!types.includes('response.output_audio.delta'), 'audio travels as audio');
  for (const [before, after] of [['input_audio_buffer.speech_started', 'input_audio_buffer.speech_stopped'], ['output_audio_buffer.started', 'output_audio_buffer.stopped'], ['response.done', 'output_audio_buffer.stopped']])
    assert.ok(types.indexOf(before) >= 0 && types.indexOf(before) < types.indexOf(after), `${before} before ${after}: ${types}`);
  return { ...result, createdAfterMs };
}

// Somebody speaks over a long answer.
export async function barge_in_cuts_the_answer(scene) {
  const { page } = scene;
  await call(scene);
  const result = await page.evaluate(async () => {
    call.ask('Please count slowly.');
    const started = await call.next('output_audio_buffer.started');
    const speech = await call.next('input_audio_buffer.speech_started');
    const cleared = call.find('output_audio_buffer.cleared') ?? await call.next('output_audio_buffer.cleared');
    await call.until('the end of the response', () => call.find('response.done'));
    await call.until('the cut', () => call.find('conversation.item.truncated'));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const next = call.events.find(({ at, event }) => at > cleared.at && event.type === 'output_audio_buffer.started');
    // 400 ms for the network and the jitter buffer; up to the next answer.
    const after = call.ear.measure(cleared.at + 400, (next?.at ?? Infinity));
    return {
      status: call.find('response.done').event.response.status,
      reason: call.find('response.done').event.response.status_details?.reason,
      audioEndMs: call.find('conversation.item.truncated').event.audio_end_ms,
      heardMs: call.ear.measure(started.at - 100, cleared.at + 400).lastAt - started.at,
      clearedAfterSpeechMs: cleared.at - speech.at,
      loudAfter: after.loudest,
      loudBefore: call.ear.measure(started.at, cleared.at).loudest,
    };
  });
  return result;
}

// The page stops what is played by a button.
export async function clearing_stops_what_is_played(scene) {
  const { page } = scene;
  await call(scene);
  return await page.evaluate(async () => {
    call.ask('Please count slowly.');
    const started = await call.next('output_audio_buffer.started');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    call.send({ type: 'response.cancel' });
    call.send({ type: 'output_audio_buffer.clear' });
    const cleared = await call.next('output_audio_buffer.cleared');
    await new Promise((resolve) => setTimeout(resolve, 900));
    return {
      loudBefore: call.ear.measure(started.at, cleared.at).loudest,
      loudAfter: call.ear.measure(cleared.at + 400).loudest,
    };
  });
}

// The page hangs up and calls again; the server takes one call at a time, so each must have let go of the one before.
export async function hanging_up_frees_the_line_for_the_next_call(scene) {
  const ids = [];
  for (let turn = 0; turn < 3; turn++) {
    const { id } = await call(scene);
    ids.push(id);
    const loudest = await scene.page.evaluate(async () => {
      call.ask('say: Hello again.');
      const started = await call.next('output_audio_buffer.started');
      await call.next('output_audio_buffer.stopped');
      const { loudest } = call.ear.measure(started.at - 100);
      call.hangUp();
      return loudest;
    });
    assert.ok(loudest > 0.01, `call ${turn} was silent: ${loudest}`);
  }
  assert.equal(new Set(ids).size, 3);
}

// The page is reloaded in the middle of an answer, as users do.
export async function reloading_the_page_ends_its_call(scene) {
  await call(scene);
  await scene.page.evaluate(async () => {
    call.ask('Please count slowly.');
    await call.next('output_audio_buffer.started');
  });
  await scene.page.reload();
  await scene.page.waitForFunction(() => window.Call);
  await call(scene);
}

// The page's backend ends the call.
export async function the_backend_hangs_up(scene) {
  const { id } = await call(scene);
  const response = await scene.backend.post(`/calls/${id}/hangup`);
  assert.equal(response.status, 200, await response.text());
  await scene.page.evaluate(() => call.until('the end of the call', () => call.isOver));
  assert.equal((await scene.backend.post(`/calls/${id}/hangup`)).status, 404);
}

// A key that was never minted.
export async function a_wrong_key_is_refused_with_a_reason(scene) {
  const refusal = await scene.page.evaluate(async (url) => {
    try {
      await Call.start(url, 'ek_made_up');
      return 'taken';
    } catch (error) {
      return { status: error.status, body: JSON.parse(error.body) };
    }
  }, scene.callsUrl);
  assert.equal(refusal.status, 401, JSON.stringify(refusal));
  assert.equal(refusal.body.error.code, 'invalid_api_key');
  assert.ok(refusal.body.error.message.length > 10);
}

// The official Agents SDK in the page, unmodified: a tool, a spoken question, an interruption.
export async function the_agents_sdk_holds_a_conversation(scene) {
  const { page, backend, callsUrl } = scene;
  const secret = await backend.mint();
  return await page.evaluate(async ([url, apiKey]) => {
    const { RealtimeAgent, RealtimeSession, OpenAIRealtimeWebRTC, tool } = await import('/agents/openai-realtime-agents.mjs');
    const asked = [];
    const weather = tool({
      name: 'get_weather',
      description: 'Tells the current weather at a place.',
      parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'], additionalProperties: false },
      strict: true,
      execute: async ({ place }) => {
        asked.push(place);
        return 'It is 18 degrees and sunny.';
      },
    });
    const audioElement = document.createElement('audio');
    const transport = new OpenAIRealtimeWebRTC({ baseUrl: url, audioElement });
    const session = new RealtimeSession(new RealtimeAgent({ name: 'Assistant', instructions: 'Be brief.', tools: [weather] }), { transport, model: 'gpt-realtime' });
    const events = [];
    const errors = [];
    window.calls = [{ events }];
    transport.on('*', (event) => { if (event.event_id) events.push({ at: performance.now(), event }); });
    session.on('error', ({ error }) => errors.push(JSON.stringify(error) + String(error?.stack ?? '')));
    const until = async (what, holds) => {
      for (const deadline = performance.now() + 45_000; !holds();) {
        if (errors.length) throw new Error(errors.join('\n'));
        if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; seen last: ${events.slice(-12).map(({ event }) => event.type).join(', ')}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const count = (type) => events.filter(({ event }) => event.type === type).length;
    const texts = (role) => session.history.filter((item) => item.type === 'message' && item.role === role).flatMap((item) => item.content.map((part) => part.transcript ?? part.text ?? '')).join(' ');

    await session.connect({ apiKey });
    const ear = await Ear.listen(audioElement.srcObject);
    await until('the spoken question to be heard', () => /\w/.test(texts('user')));
    await until('the spoken answer', () => count('output_audio_buffer.stopped') >= 1);
    const heard = texts('user');
    const { loudest } = ear.measure();

    session.sendMessage('Please use the tool.');
    await until('the tool to be used', () => asked.length > 0);
    await until('the answer that tells what the tool said', () => texts('assistant').includes('18 degrees'));
    await until('that answer to be played', () => count('output_audio_buffer.stopped') >= 2);

    session.sendMessage('Please count slowly.');
    await until('the long answer to be played', () => count('output_audio_buffer.started') >= 3);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    session.interrupt();
    await until('the end of playing', () => count('output_audio_buffer.cleared') >= 1);
    const at = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const result = { heard, loudest, callId: transport.callId, loudAfter: ear.measure(at + 400).loudest };
    session.close();
    return result;
  }, [callsUrl, secret]);
}
