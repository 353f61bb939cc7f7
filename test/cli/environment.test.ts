import { environment } from '../../lib/cli/environment';
import { ConfigError } from '../../lib/config/problem';
import { readAiworker } from '../../lib/systems/aiworker/config';
import { environmentManifests } from '../../lib/systems/aiworker/environment-manifests';
import { APP_IMAGE } from '../support/aiworker';

const REQUIRED = ['--project', 'new-shop', '--environment', 'staging', '--image', APP_IMAGE];

describe('npm run environment', () => {
  test('writes the manifests of environmentManifests()', () => {
    const config = readAiworker('config/aiworker.yaml');
    const request = {
      config,
      project: 'new-shop',
      environment: 'staging',
      image: APP_IMAGE,
      port: 4000,
    } as const;
    expect(environment([...REQUIRED, '--port=4000'])).toBe(environmentManifests(request).yaml);
  });

  test('lists its options', () => {
    expect(environment(['--help'])).toContain('--environment NAME');
  });

  test('fails if arguments are invalid, with all problems', () => {
    const args = ['--projct', 'api', '--environment', 'production'];
    const problems = [
      '--projct: unknown option: did you mean --project?',
      '--environment: expected one of "dev", "staging", found the string "production"',
      '--image: missing, expected an image such as registry.example.org/team/app:1.4.0',
      '--project: production of project "api" and the backend (aiworker-backend in control-plane) have the same host, api.aiworker.dev: rename the project',
      'run npm run --silent environment -- --help to list the options',
    ];
    expect(() => environment(args)).toThrow(new ConfigError(problems));
  });
});
