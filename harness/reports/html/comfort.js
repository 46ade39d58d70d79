/* The page is whole without this: it only lets the reader choose light or dark, and print by a button. */
(() => {
  const { document, matchMedia } = globalThis;
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark';
  const button = (label, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', () => act(made));
    return made;
  };
  const other = () => (isDark() ? 'Light' : 'Dark');
  const theme = button(other(), (made) => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    made.textContent = other();
  });
  const row = document.createElement('div');
  row.className = 'comfort';
  row.append(
    theme,
    button('Print', () => globalThis.print()),
  );
  document.querySelector('main').prepend(row);
  // What need not be scrolled need not be reached by keyboard.
  for (const area of document.querySelectorAll('.scroll'))
    if (area.scrollWidth <= area.clientWidth) area.removeAttribute('tabindex');
})();
