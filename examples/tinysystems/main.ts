import { run } from '../../lib/cli/run';
import { EXAMPLES } from './examples';
import { render } from './tiny-systems';

/**
 * Prints the manifests of one example, for ingress-nginx or for a gateway:
 * node --import tsx examples/tinysystems/main.ts basic [nginx|gateway]
 */
run(() => {
  const [name = 'basic', controller = 'nginx'] = process.argv.slice(2);
  const example = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined;
  if (example === undefined)
    throw new Error(`example "${name}" is unknown: use one of ${Object.keys(EXAMPLES).join(', ')}`);
  if (controller !== 'nginx' && controller !== 'gateway')
    throw new Error(`controller "${controller}" is unknown: use one of nginx, gateway`);
  return render(example, controller);
});
