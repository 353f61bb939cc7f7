import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** The browser of Debian's package `chromium`. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Chromium's own requests would fail where there is no network, and fill its console. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts Chromium without a window.
 *
 * @throws Error if it is not installed
 */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(
      `${CHROMIUM} is not found: install Debian's package chromium, or set CHROMIUM to the path of a Chromium`,
    );
  return puppeteer.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page of a file, and what it did besides. */
export interface OpenedPage {
  readonly page: Page;
  /** The messages of the console, the errors, and the addresses of all requests but the first. */
  readonly incidents: readonly string[];
}

/** Opens a file without a network. */
export async function openFile(browser: Browser, file: string, width = 1200): Promise<OpenedPage> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.setOfflineMode(true);
  const incidents: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => incidents.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error}`));
  page.on('request', (request) => {
    if (request.url() !== address) incidents.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, incidents };
}
