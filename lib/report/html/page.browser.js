// The script of the page: a filter for all tables, lists and pictures. Without it, the page shows everything.
(() => {
  const filter = document.getElementById('filter');
  const verdicts = document.getElementById('verdicts');
  const status = document.getElementById('status');
  const nodes = [...document.querySelectorAll('.topology .node')];
  let filtered;

  /** Everything that the filter hides or dims, with its text. It is read when it is needed, so that the page opens faster. */
  function elements() {
    filtered ??= [...document.querySelectorAll('.row, .topology .node, .topology .edge')].map((element) => ({
      element,
      isRow: element.classList.contains('row'),
      text: element.textContent.toLowerCase(),
    }));
    return filtered;
  }

  function applyFilter() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let matches = 0;
    for (const { element, isRow, text } of elements()) {
      const isMatch = words.every((word) => text.includes(word));
      if (isRow) element.hidden = !isMatch;
      else element.classList.toggle('dimmed', !isMatch);
      if (isRow && isMatch) matches += 1;
    }
    for (const node of nodes) node.setAttribute('aria-pressed', String(nameOf(node) === filter.value));
    status.textContent = words.length > 0 ? `${matches} rows match` : '';
  }

  function applyVerdicts() {
    document.body.dataset.connections = verdicts.value;
  }

  function nameOf(node) {
    return node.querySelector('title').textContent;
  }

  /** Shows what concerns an end. A second click shows everything again. */
  function choose(node) {
    filter.value = filter.value === nameOf(node) ? '' : nameOf(node);
    applyFilter();
  }

  for (const node of nodes) {
    node.setAttribute('tabindex', '0');
    node.setAttribute('role', 'button');
    node.setAttribute('aria-pressed', 'false');
    node.setAttribute('aria-label', `${node.querySelector('text').textContent}: filter by ${nameOf(node)}`);
    node.addEventListener('click', () => choose(node));
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(node);
    });
  }

  for (const table of document.querySelectorAll('.matrix'))
    table.addEventListener('click', ({ target }) => {
      const cell = target.closest('tbody td');
      if (cell === null) return;
      const to = table.tHead.rows[0].cells[cell.cellIndex].textContent;
      filter.value = `${cell.parentElement.cells[0].textContent} ${to}`;
      verdicts.value = 'all';
      applyVerdicts();
      applyFilter();
    });

  filter.addEventListener('input', applyFilter);
  verdicts.addEventListener('change', applyVerdicts);
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  document.getElementById('controls').hidden = false;
  applyVerdicts();
})();
