// The order of one connection's server events: PROTOCOL.md, sections E.4, E.5 and F.

const OPENING = new Set(['session.created', 'transcription_session.created', 'error']);

export class Order {
  #count = 0;
  #eventIds = new Set();
  #responses = new Map();
  #conversation = new Set();

  /** Takes the next event and returns what is wrong with its place: an array of sentences. */
  next(event) {
    const errors = [];
    if (this.#count++ === 0 && !OPENING.has(event.type)) errors.push('first event is not session.created');
    if (this.#eventIds.has(event.event_id)) errors.push(`event_id ${event.event_id} used twice`);
    this.#eventIds.add(event.event_id);
    this.#place(event, errors);
    return errors;
  }

  /** What is still missing when the log is over. */
  end() {
    return [...this.#responses].filter(([, response]) => !response.done).map(([id]) => `response ${id} has no response.done`);
  }

  #place(event, errors) {
    switch (event.type) {
      case 'response.created': return this.#created(event.response, errors);
      case 'response.done': return this.#done(event.response, errors);
      case 'conversation.item.added':
      case 'conversation.item.created':
        if (event.previous_item_id && !this.#conversation.has(event.previous_item_id))
          errors.push(`previous_item_id ${event.previous_item_id} unknown`);
        return this.#conversation.add(event.item.id);
      case 'conversation.item.done':
        if (!this.#conversation.has(event.item.id)) errors.push('conversation.item.done before .added');
        return;
      case 'conversation.item.deleted':
        return this.#conversation.delete(event.item_id);
      default:
        if (event.type.startsWith('response.') && event.response_id !== undefined) this.#within(event, errors);
    }
  }

  #created(response, errors) {
    if (this.#responses.has(response.id)) errors.push(`response ${response.id} created twice`);
    if (response.status !== 'in_progress') errors.push('response.created is not in_progress');
    if (response.output?.length) errors.push('response.created has output');
    const rival = [...this.#responses.values()].some((other) => other.conversation && !other.done);
    if (response.conversation_id && rival) errors.push('a second response writes to the default conversation');
    this.#responses.set(response.id, { conversation: response.conversation_id, done: false, items: new Map() });
  }

  #done(response, errors) {
    const known = this.#responses.get(response.id);
    if (!known) return errors.push('response.done without response.created');
    if (known.done) errors.push(`response ${response.id} done twice`);
    if (response.status === 'in_progress') errors.push('response.done is in_progress');
    known.done = true;
    const open = [...known.items].filter(([, item]) => !item.done).map(([id]) => id);
    if (open.length) errors.push(`response.done while items are open: ${open}`);
    const output = (response.output ?? []).map((item) => item.id);
    if (output.join() !== [...known.items.keys()].join())
      errors.push(`response.done has output [${output}], its items were [${[...known.items.keys()]}]`);
  }

  #within(event, errors) {
    const response = this.#responses.get(event.response_id);
    if (!response) return errors.push(`response ${event.response_id} unknown`);
    if (response.done) errors.push('event after response.done');
    if (event.type === 'response.output_item.added') return this.#itemAdded(response, event, errors);

    const item = response.items.get(event.item_id ?? event.item?.id);
    if (!item) return errors.push('item not announced by response.output_item.added');
    if (item.done) errors.push('event after response.output_item.done');
    if (event.output_index !== item.index) errors.push(`output_index is ${event.output_index}, the item has ${item.index}`);

    if (event.type === 'response.output_item.done') return this.#itemDone(item, event, errors);
    if (event.type === 'response.content_part.added') return item.parts.set(event.content_index, { done: false, finished: new Set() });
    if (event.type === 'response.content_part.done') {
      const part = item.parts.get(event.content_index);
      if (!part) return errors.push('content_part.done without content_part.added');
      if (part.done) errors.push('content_part.done twice');
      part.done = true;
    } else if (event.content_index !== undefined) {
      this.#stream(item.parts.get(event.content_index), event, errors);
    } else {
      this.#stream(item.stream, event, errors);
    }
  }

  #itemAdded(response, event, errors) {
    if (event.output_index !== response.items.size) errors.push('output_index is not the next one');
    // Items of MCP servers have no status.
    if (event.item.status !== 'in_progress' && !event.item.type.startsWith('mcp_')) errors.push('output_item.added is not in_progress');
    response.items.set(event.item.id, {
      index: event.output_index, done: false, parts: new Map(), stream: { done: false, finished: new Set() },
    });
  }

  #itemDone(item, event, errors) {
    if ([...item.parts.values()].some((part) => !part.done)) errors.push('output_item.done while a content part is open');
    if (event.item.status === 'in_progress') errors.push('output_item.done is in_progress');
    item.done = true;
  }

  /** A delta or the end of a stream: deltas stop at its .done, and everything stops at the part's. */
  #stream(part, event, errors) {
    if (!part) return errors.push('delta or done before content_part.added');
    if (part.done) errors.push('delta or done after content_part.done');
    const [, stream, step] = /^(.*)\.(delta|done)$/.exec(event.type) ?? [];
    if (!stream) return;
    if (part.finished.has(stream)) errors.push(`${event.type} after ${stream}.done`);
    if (step === 'done') part.finished.add(stream);
  }
}
