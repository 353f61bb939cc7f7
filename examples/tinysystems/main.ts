import { run } from '../../lib/cli/run';
import { EXAMPLES } from './examples';
import { render } from './tiny-systems';

/** Prints the manifests of one example: node --import tsx examples/tinysystems/main.ts basic */
run(() => {
  const name = process.argv[2] ?? 'basic';
  const example = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined;
  if (example === undefined)
    throw new Error(`example "${name}" is unknown: use one of ${Object.keys(EXAMPLES).join(', ')}`);
  return render(example);
});
