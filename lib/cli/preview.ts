import { readAiworker } from '../systems/aiworker/config';
import { renderPreview } from '../systems/aiworker/preview-manifests';
import { readPreview } from '../systems/aiworker/preview-request';
import { programCache } from './program-cache';
import { runRequest } from './request';
import { run } from './run';

const USAGE = `usage: npm run --silent preview -- --project NAME --task ID --image IMAGE [options] | kubectl apply -f -

Writes the manifests of one preview to stdout. They are equal to those that npm run synth writes to dist/aiworker for the
same values.

  --project NAME       the name of a project in config/aiworker.yaml
  --task ID            the id of the task; the host of the preview contains its first 8 characters
  --image IMAGE        the image to run, with a pinned tag
  --port PORT          the port of the preview (default: the port of the project's application, or 3000)
  --created-at TIME    the time from which the age counts, such as 2026-01-19T12:00:00Z (default: now)
  --ttl HOURS          the age at which the preview is deleted, such as 24h (default: 168h)
  --help               print this text

Example:

  npm run --silent preview -- --project my-project --task abc123 --image git.aiworker.dev/my-project/my-project:1.0.0
`;

/** The options, and the field of a preview for each. */
const OPTIONS = {
  project: 'project',
  task: 'id',
  image: 'image',
  port: 'port',
  'created-at': 'createdAt',
  ttl: 'ttl',
} as const;

/**
 * The command `npm run preview`.
 *
 * @param args the arguments after `--`
 * @param now the default of `--created-at`
 * @returns the text for stdout
 * @throws ConfigError with all problems of the arguments, or of the configuration
 */
export function preview(args: readonly string[], now: Date): string {
  const createdAt = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const render = (values: object, optionOf: (field: string) => string) => {
    const config = readAiworker('config/aiworker.yaml');
    return renderPreview(readPreview({ createdAt, ...values }, config, optionOf), config, programCache())
      .yaml;
  };
  return runRequest({ name: 'preview', usage: USAGE, options: OPTIONS, render }, args);
}

if (require.main === module) run(() => preview(process.argv.slice(2), new Date()));
