/** What went wrong with the line; `wantsKey` when another key would help, `wantsSocket` when the other transport would. */
export class LineError extends Error {
  constructor(message, { wantsKey = false, wantsSocket = false } = {}) {
    super(message);
    Object.assign(this, { wantsKey, wantsSocket });
  }
}
