// A call as OpenAI's WebRTC guide makes it: a microphone, a data channel named oai-events, an offer by HTTP. Nothing of this server's own.
import { Ear } from './ear.js';

const patienceMs = 45_000;

export class CallRefused extends Error {
  constructor(status, body) {
    super(`HTTP ${status}: ${body}`);
    Object.assign(this, { status, body });
  }
}

export class Call {
  events = []; // { at: performance.now(), event }
  #read = 0;
  #wake = () => {};

  static async start(url, secret) {
    const call = new Call();
    call.startedAt = performance.now();
    call.microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    call.connection = new RTCPeerConnection();
    const ear = new Promise((resolve, reject) => {
      call.connection.ontrack = ({ streams }) => Ear.listen(streams[0]).then(resolve, reject);
    });
    call.connection.addTrack(call.microphone.getTracks()[0], call.microphone);
    call.channel = call.connection.createDataChannel('oai-events');
    call.channel.onmessage = ({ data }) => {
      call.events.push({ at: performance.now(), event: JSON.parse(data) });
      call.#wake();
    };
    call.channel.onclose = () => {
      call.isOver = true;
      call.#wake();
    };
    call.connection.onconnectionstatechange = () => {
      if (['failed', 'closed'].includes(call.connection.connectionState)) call.isOver = true;
      call.#wake();
    };

    await call.connection.setLocalDescription();
    const answer = await fetch(url, {
      method: 'POST',
      body: call.connection.localDescription.sdp,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/sdp' },
    });
    if (!answer.ok) {
      call.hangUp();
      throw new CallRefused(answer.status, await answer.text());
    }

    call.id = answer.headers.get('location')?.split('/').at(-1);
    await call.connection.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    call.ear = await ear;
    await call.next('session.created');
    call.createdAfterMs = Math.round(call.events[0].at - call.startedAt);
    return call;
  }

  send(event) {
    this.channel.send(JSON.stringify(event));
  }

  ask(text) {
    this.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] } });
    this.send({ type: 'response.create' });
  }

  // The next event of a type that was not passed over yet.
  async next(type) {
    let found;
    await this.until(`event ${type}`, () => {
      while (!found && this.#read < this.events.length) {
        const candidate = this.events[this.#read++];
        if (candidate.event.type === type) found = candidate;
      }
      return found;
    });
    return found;
  }

  find(type) {
    return this.events.find(({ event }) => event.type === type);
  }

  async until(what, holds) {
    const deadline = performance.now() + patienceMs;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; seen last: ${this.events.slice(-12).map(({ event }) => event.type).join(', ')}`);
      await Promise.race([new Promise((resolve) => { this.#wake = resolve; }), new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }

  hangUp() {
    for (const track of this.microphone.getTracks()) track.stop();
    this.connection.close();
    this.ear?.close();
  }
}
