// The page's audio context, and PCM16 to and from what the wire has.

/** Rate of all audio on the wire, in Hz. */
export const RATE = 24000;

let context;

/**
 * The page's audio context, made on the first press of a button: browsers allow none before. Only a secure page has worklets in it.
 * @throws {TypeError|DOMException} the worklets cannot be loaded; the next call tries anew
 */
export async function openContext() {
  context ??= await makeContext();
  // Without a loudspeaker some browsers never get ready: one can still speak, type and read.
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  return context;
}

async function makeContext() {
  let made;
  try {
    made = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
  } catch {
    made = new AudioContext({ latencyHint: 'interactive' });
  }
  try {
    for (const name of ['capture', 'player']) await made.audioWorklet?.addModule(`playground/${name}-worklet.js`);
    return made;
  } catch (error) {
    // A context remembers what it could not load.
    made.close();
    throw error;
  }
}

/** PCM16 as base64, in bites that the stack can take. */
export function toBase64(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** The PCM16 that base64 holds. */
export const fromBase64 = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
