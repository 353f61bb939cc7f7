import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { changedRepository } from '../support/changed-repository';
import { runProgram } from '../support/run-program';
import { openFile, startBrowser } from './browser';

let browser: Browser;
let folder: string;
let file: string;

beforeAll(async () => {
  browser = await startBrowser();
  folder = changedRepository();
  file = join(folder, 'report.html');
  const { stderr } = runProgram('lib/cli/report.ts', ['--against', 'main', '--out', file], folder);
  if (stderr !== '') throw new Error(stderr);
});

afterEach(async () => {
  for (const page of await browser.pages()) await page.close();
});

afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** The visible rows of a table or a list of the section of aiworker. */
function visibleRows(page: Page, selector: string): Promise<string[]> {
  return page.$$eval(`#aiworker ${selector}`, (rows) =>
    rows
      .filter((row) => getComputedStyle(row.closest('.row') ?? row).display !== 'none')
      .map((row) => row.textContent),
  );
}

async function filterBy(page: Page, text: string): Promise<void> {
  await page.$eval('#filter', (input) => {
    (input as HTMLInputElement).value = '';
  });
  await page.type('#filter', text);
}

test('the page requests nothing and reports no error', async () => {
  const { page, incidents } = await openFile(browser, file);
  expect(await page.title()).toBe('What this change does');
  expect(incidents).toEqual([]);
});

test('a script that is not of the page does not run', async () => {
  const foreign = join(folder, 'foreign.html');
  writeFileSync(
    foreign,
    readFileSync(file, 'utf8').replace('</main>', '</main><script>document.title = "foreign"</script>'),
  );
  const { page, incidents } = await openFile(browser, foreign);
  expect(await page.title()).toBe('What this change does');
  expect(incidents.join()).toMatch('Content Security Policy');
});

test('the summary says what the change opens, closes and replaces', async () => {
  const { page } = await openFile(browser, file);
  expect((await visibleRows(page, 'li.row')).join('\n')).toMatch(
    /aiworker-workers can now connect to control-plane\/redis:6379.*aiworker-frontend can no longer connect.*mysql:8\.4\.12 is replaced/s,
  );
});

test('the filter leaves the rows with all of its words', async () => {
  const { page } = await openFile(browser, file);
  await filterBy(page, 'Redis workers');
  const rows = await visibleRows(page, '.row');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.toLowerCase()).toMatch(/(?=.*redis)(?=.*workers)/s);
  expect(await page.$eval('#status', (status) => status.textContent)).toMatch(/^\d+ rows match$/);
  await filterBy(page, 'no such name');
  expect(await visibleRows(page, '.row')).toEqual([]);
});

test('connections are selected by what the policies decide', async () => {
  const { page } = await openFile(browser, file);
  const verdicts = async (name: string) => {
    await page.select('#verdicts', name);
    const cells = await visibleRows(page, '.connection td:nth-of-type(2)');
    return [...new Set(cells)].sort();
  };
  expect(await verdicts('allowed')).toEqual(['yes', 'yes opened']);
  expect(await verdicts('denied')).toEqual(['no', 'no closed']);
  expect(await verdicts('changed')).toEqual(['no closed', 'yes opened']);
  expect(await verdicts('all')).toEqual(['no', 'no closed', 'yes', 'yes opened']);
});

test('every connection says which policies decide, and why', async () => {
  const { page } = await openFile(browser, file);
  await page.select('#verdicts', 'all');
  const rows = await page.$$eval('#aiworker .connection', (all) =>
    all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
  );
  for (const [from, to, , ...sides] of rows)
    for (const side of sides)
      expect(`${from} ${to} ${side}`).toMatch(
        / (allowed by .+|allowed: no policy applies|denied: .+ ha(s|ve) no rule for it)$/,
      );
});

test('a click on an end of the picture filters by it, a second click ends the filter', async () => {
  const { page } = await openFile(browser, file);
  const click = () =>
    page.$eval('#aiworker .topology .node[aria-label$="control-plane/redis"]', (node) => {
      node.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return node.getAttribute('aria-pressed');
    });
  const all = (await visibleRows(page, '.row')).length;
  expect(await click()).toBe('true');
  expect(await page.$eval('#filter', (input) => (input as HTMLInputElement).value)).toBe(
    'control-plane/redis',
  );
  const rows = await visibleRows(page, '.row');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(all);
  expect(await page.$$('#aiworker .topology .dimmed')).not.toEqual([]);
  expect(await click()).toBe('false');
  expect((await visibleRows(page, '.row')).length).toBe(all);
});

test('a click on a cell of the matrix shows its connection', async () => {
  const { page } = await openFile(browser, file);
  const cells = await page.$$eval('#aiworker .matrix td.closed', (all) =>
    all.map((cell) => {
      (cell as HTMLElement).click();
      return `${cell.parentElement?.querySelector('th')?.textContent}: ${cell.textContent}`;
    }),
  );
  expect(cells).toContain('control-plane/aiworker-frontend: no');
  await page.$eval('#aiworker .matrix td.opened', (cell) => (cell as HTMLElement).click());
  expect(await visibleRows(page, '.connection')).toEqual([
    expect.stringMatching(/^control-plane\/aiworker-workerscontrol-plane\/redis:6379yes opened/),
  ]);
});

test('an end of the picture is chosen with the keyboard', async () => {
  const { page } = await openFile(browser, file);
  await page.$eval('#aiworker .topology .node[aria-label$="control-plane/redis"]', (node) =>
    (node as SVGElement).focus(),
  );
  await page.keyboard.press('Enter');
  expect(await page.$eval('#filter', (input) => (input as HTMLInputElement).value)).toBe(
    'control-plane/redis',
  );
  await page.keyboard.press('Space');
  expect(await page.$eval('#filter', (input) => (input as HTMLInputElement).value)).toBe('');
});

test('changes are marked in the picture', async () => {
  const { page } = await openFile(browser, file);
  const titles = (change: string) =>
    page.$$eval(`#aiworker .topology .edge.${change} title`, (all) => all.map((title) => title.textContent));
  expect((await titles('opened')).join()).toMatch(
    'control-plane/aiworker-workers to control-plane/redis\nopened: control-plane/redis:6379: Redis stores',
  );
  expect((await titles('closed')).join()).toMatch(
    'control-plane/aiworker-frontend to control-plane/redis\nclosed: ',
  );
});

test.each([390, 1200])('nothing but tables and pictures scrolls sideways at %i pixels', async (width) => {
  const { page } = await openFile(browser, file, width);
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test.each(['light', 'dark'])('the rules of axe find nothing in the %s page', async (scheme) => {
  const { page } = await openFile(browser, file);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  // The rules skip what is not rendered because it is outside the screen.
  await page.addStyleTag({ content: '.part { content-visibility: visible; }' });
  // axe is added by the debugger, which the policy of the page does not restrict.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.length} times, as ${nodes[0]?.html}`);
  expect(found).toEqual([]);
});

test('a print contains what is folded on the screen', async () => {
  const { page } = await openFile(browser, file);
  const closed = await page.$$eval('details:not([open])', (all) => all.length);
  expect(closed).toBeGreaterThan(0);
  await page.pdf();
  expect(await page.$$('details:not([open])')).toEqual([]);
});

test('without scripts, everything is shown', async () => {
  const { page } = await openFile(browser, file);
  await page.setJavaScriptEnabled(false);
  await page.reload();
  expect((await page.$$('#aiworker .connection')).length).toBeGreaterThan(500);
  expect(await page.$('#aiworker .connection[hidden]')).toBeNull();
  expect(await page.$('#controls[hidden]')).not.toBeNull();
});

/** The time until a page is loaded, in milliseconds. */
async function openingTime(path: string): Promise<number> {
  const { page } = await openFile(browser, path);
  const time = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration);
  await page.close();
  return time ?? Number.NaN;
}

test('a page of 10,000 previews opens as fast as one of a single preview', async () => {
  const config = join(folder, 'config/aiworker.yaml');
  const text = readFileSync(config, 'utf8');
  const preview = text.match(/^ {2}- id: abc123\n(?: {4}.*\n)*/m)?.[0] ?? '';
  const previews = Array.from({ length: 10_000 }, (_, index) => preview.replace('abc123', `t${index}`));
  writeFileSync(config, text.replace(preview, previews.join('')).replace('count: 4', 'count: 2000'));
  const many = join(folder, 'many.html');
  expect(runProgram('lib/cli/report.ts', ['--against', 'main', '--out', many], folder).stderr).toBe('');
  const times = { one: [] as number[], many: [] as number[] };
  for (let run = 0; run < 4; run += 1) {
    times.one.push(await openingTime(file));
    times.many.push(await openingTime(many));
  }
  // About half a second each on a quiet machine. Only the ratio is the same on every machine.
  expect(Math.min(...times.many)).toBeLessThan(2 * Math.min(...times.one));
});
