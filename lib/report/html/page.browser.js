// The script of the page: a filter for all tables, lists and pictures. Without it, the page shows everything.
(() => {
  const filter = document.getElementById('filter');
  const verdicts = document.getElementById('verdicts');
  const status = document.getElementById('status');
  const rows = [...document.querySelectorAll('.row')].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    classes: element.classList,
  }));
  const shapes = [...document.querySelectorAll('.topology .node, .topology .edge')].map((element) => ({
    element,
    name: element.querySelector('title').textContent,
    text: element.textContent.toLowerCase(),
  }));

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (text) => words.every((word) => text.includes(word));
    const wanted = verdicts.value;
    let shown = 0;
    for (const { element, text, classes } of rows) {
      const isWanted = wanted === 'all' || !classes.contains('connection') || classes.contains(wanted);
      element.hidden = !isWanted || !matches(text);
      if (!element.hidden) shown += 1;
    }
    for (const { element, name, text } of shapes) {
      element.classList.toggle('dimmed', !matches(text));
      if (element.classList.contains('node'))
        element.setAttribute('aria-pressed', String(name === filter.value));
    }
    status.textContent = `${shown} of ${rows.length} rows`;
  }

  /** A click on an end shows what concerns it; a second click shows everything again. */
  function choose(name) {
    filter.value = filter.value === name ? '' : name;
    apply();
  }

  for (const { element, name } of shapes) {
    if (!element.classList.contains('node')) continue;
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'button');
    element.setAttribute('aria-label', `filter by ${name}`);
    element.addEventListener('click', () => choose(name));
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(name);
    });
  }

  filter.addEventListener('input', apply);
  verdicts.addEventListener('change', apply);
  document.getElementById('controls').hidden = false;
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  apply();
})();
