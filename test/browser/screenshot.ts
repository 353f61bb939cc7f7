import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { changedRepository } from '../support/changed-repository';
import { runProgram } from '../support/run-program';
import { openFile, startBrowser } from './browser';

/** Writes docs/images/report.png, the picture in README.md: node --import tsx test/browser/screenshot.ts */
async function main() {
  const folder = changedRepository();
  const file = join(folder, 'report.html');
  runProgram('lib/cli/report.ts', ['--against', 'main', '--out', file], folder);
  const browser = await startBrowser();
  const { page } = await openFile(browser, file, 1100);
  await page.setViewport({ width: 1100, height: 1500 });
  await page.screenshot({ path: 'docs/images/report.png', optimizeForSpeed: false });
  await browser.close();
  rmSync(folder, { recursive: true });
}

main();
