import { run } from '../../lib/cli/run';
import { EXAMPLES } from './examples';
import { render } from './tiny-systems';

/** Prints what one of the document's examples comes to: node --import tsx examples/tinysystems/main.ts basic */
run(() => {
  const name = process.argv[2] ?? 'basic';
  const example = EXAMPLES[name];
  if (example === undefined)
    throw new Error(`there is no example "${name}": there are ${Object.keys(EXAMPLES).join(', ')}`);
  return render(example);
});
