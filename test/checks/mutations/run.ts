import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '../../../lib/cli/run';
import { CHECKS_PAGE } from '../../../lib/docs/checks-page';
import { withRates } from '../../../lib/docs/rates';
import { INPUTS } from './inputs';
import { MUTATIONS } from './mutations';
import { measure, ratesSection, surprises } from './rates';

/** The command `npm run mutations`: updates the rates in docs/checks.md. It prints only what fails. */
run(() => {
  const rates = measure([...MUTATIONS, INPUTS]);
  const failures = surprises(rates);
  if (failures.length > 0) throw new Error(failures.join('\n'));
  writeFileSync(CHECKS_PAGE, withRates(readFileSync(CHECKS_PAGE, 'utf8'), ratesSection(rates)));
  return '';
});
