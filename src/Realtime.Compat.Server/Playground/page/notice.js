// One sentence above all else: what went wrong, and what helps.
const box = document.getElementById('notice');
const socket = document.getElementById('use-socket');

/** Says it; '' takes it away. `offersSocket` when the other transport may help. */
export function notice(text, { offersSocket = false } = {}) {
  box.firstElementChild.textContent = text;
  socket.hidden = !offersSocket;
  box.hidden = !text;
}

/** Starts it; `onSocket` is for whoever takes the offer. */
export function start({ onSocket }) {
  box.lastElementChild.addEventListener('click', () => notice(''));
  socket.addEventListener('click', onSocket);
}
