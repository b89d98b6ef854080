// What is typed, and an image with it: chosen, pasted or dropped.
import * as line from './line.js';
import { say } from './words.js';

const $ = (id) => document.getElementById(id);
const LARGEST = 1024;

let image = null;
let count = 0;

function attach(dataUri) {
  image = dataUri;
  $('preview').hidden = !dataUri;
  $('preview').firstElementChild.src = dataUri ?? '';
}

/** An image as a data URI, no larger than models look at. */
async function read(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

async function send(connect) {
  const text = $('text').value.trim();
  if (text === '' && !image) return;
  if (!line.isOpen()) await connect();
  await line.ready();
  // What was typed stays where it is when there is nobody to read it.
  if (!line.isOpen()) return;
  await line.interrupt();
  if (line.state.responding) line.send({ type: 'response.cancel' });
  const content = [...(image ? [{ type: 'input_image', image_url: image }] : []), ...(text ? [{ type: 'input_text', text }] : [])];
  line.send({ type: 'conversation.item.create', item: { id: `item_typed_${++count}_${Date.now()}`, type: 'message', role: 'user', content } });
  line.send({ type: 'response.create' });
  $('text').value = '';
  attach(null);
}

export function start({ connect, onFault }) {
  const take = async (file) => {
    if (!file) return;
    try {
      attach(await read(file));
      $('text').focus();
    } catch {
      onFault(say('imageFault', file.name));
    }
  };
  const imageIn = (transfer) => [...(transfer?.files ?? [])].find(({ type }) => type.startsWith('image/'));
  $('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    send(connect);
  });
  $('image').addEventListener('change', async () => {
    await take($('image').files[0]);
    $('image').value = '';
  });
  $('preview').addEventListener('click', () => {
    attach(null);
    $('text').focus();
  });
  $('text').addEventListener('paste', (event) => take(imageIn(event.clipboardData)));
  const talk = $('talk');
  talk.addEventListener('dragover', (event) => event.preventDefault());
  talk.addEventListener('drop', (event) => {
    event.preventDefault();
    take(imageIn(event.dataTransfer));
  });
}
