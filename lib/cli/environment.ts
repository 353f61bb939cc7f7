import { readAiworker } from '../systems/aiworker/config';
import { renderEnvironment } from '../systems/aiworker/environment-manifests';
import { runRequest } from './request';
import { run } from './run';

const USAGE = `usage: npm run --silent environment -- --project NAME --environment dev|staging --image IMAGE [--port PORT] |
  kubectl apply -f -

Writes the objects of an environment that dist/aiworker does not contain to stdout: the Deployment, and the whole
environment if the project is not in config/aiworker.yaml.

  --project NAME       the name of the project
  --environment NAME   dev or staging
  --image IMAGE        the image to run, with a pinned tag
  --port PORT          the port of the application (default: the port in config/aiworker.yaml, or 3000)
  --help               print this text

Example:

  npm run --silent environment -- --project my-project --environment dev --image git.aiworker.dev/my-project/my-project:1.0.0
`;

/** The options, and the field of a request for each. */
const OPTIONS = {
  project: 'project',
  environment: 'environment',
  image: 'image',
  port: 'port',
} as const;

/**
 * The command `npm run environment`.
 *
 * @param args the arguments after `--`
 * @returns the text for stdout
 * @throws ConfigError with all problems of the arguments, or of the configuration
 */
export function environment(args: readonly string[]): string {
  const render = (values: object, optionOf: (field: string) => string) =>
    renderEnvironment(values, readAiworker('config/aiworker.yaml'), optionOf).yaml;
  return runRequest({ name: 'environment', usage: USAGE, options: OPTIONS, render }, args);
}

if (require.main === module) run(() => environment(process.argv.slice(2)));
