// The panels beside the conversation: one is shown at a time (WAI-ARIA's tabs).
const tabs = [...document.querySelectorAll('[role="tab"]')];

export function show(id) {
  for (const tab of tabs) {
    const isShown = tab.id === `tab-${id}`;
    tab.setAttribute('aria-selected', isShown);
    tab.tabIndex = isShown ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !isShown;
  }
}

export function start() {
  tabs.forEach((tab, i) => {
    const nameOf = (other) => other.id.slice('tab-'.length);
    tab.addEventListener('click', () => show(nameOf(tab)));
    tab.addEventListener('keydown', (event) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const other = tabs[next % tabs.length];
      show(nameOf(other));
      other.focus();
    });
  });
}
