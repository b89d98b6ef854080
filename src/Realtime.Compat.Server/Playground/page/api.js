// The server's API over HTTP, with the key that the user gave.
import { LineError } from './line-error.js';
import { say } from './words.js';

/** Where the Realtime API is. */
export const api = new URL('v1/realtime', document.baseURI);

/** What a header can carry. */
const SENDABLE = /^[\x20-\x7e]*$/;

/**
 * Posts to the API.
 * @returns {Promise<Response>} one that is well
 * @throws {LineError} why not
 */
export async function post(path, key, type, body) {
  if (!SENDABLE.test(key)) throw new LineError(say('keyFault'), { wantsKey: true });
  let response;
  try {
    response = await fetch(`${api}/${path}`, { method: 'POST', body, headers: { 'Content-Type': type, ...(key ? { Authorization: `Bearer ${key}` } : {}) } });
  } catch {
    throw new LineError(say('unreachable'));
  }
  if (response.ok) return response;
  const message = messageOf(await response.text());
  if (response.status === 401) throw new LineError(key ? message : say('keyWanted'), { wantsKey: true });
  throw new LineError(say('callFailed', message));
}

function messageOf(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text.slice(0, 200);
  }
}
