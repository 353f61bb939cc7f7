const SECTION = /<!-- rates:begin -->\n([\s\S]*?)<!-- rates:end -->/;

/** The measured rates of docs/checks.md: `npm run mutations` writes them, and `npm run docs` keeps them. */
export function ratesIn(page: string): string {
  return SECTION.exec(page)?.[1]?.trim() ?? '';
}

/** The part of docs/checks.md with the measured rates. */
export function ratesBlock(rates: string): string {
  return `<!-- rates:begin -->\n\n${rates}\n\n<!-- rates:end -->`;
}

/** docs/checks.md with other rates. */
export function withRates(page: string, rates: string): string {
  return page.replace(SECTION, () => ratesBlock(rates));
}
