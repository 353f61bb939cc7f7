import { secretsSection } from '../../lib/docs/secrets-section';

const secret = { namespace: 'web', name: 'site', purpose: 'visitors' };

/** The commands of a section. */
function commands(section: string): string {
  return /```sh\n([\s\S]*)```/.exec(section)?.[1] ?? '';
}

test('each key has its value from a shell variable', () => {
  expect(commands(secretsSection([{ ...secret, keys: { token: 'one', 'api-key': 'another' } }]))).toBe(
    'kubectl create secret generic site --namespace web \\\n  --from-literal=token="$SITE_TOKEN" \\\n  --from-literal=api-key="$SITE_API_KEY"\n',
  );
});

test("a variable does not repeat a key with which the secret's name ends", () => {
  expect(commands(secretsSection([{ ...secret, name: 'api-token', keys: { token: 'one' } }]))).toBe(
    'kubectl create secret generic api-token --namespace web \\\n  --from-literal=token="$API_TOKEN"\n',
  );
});

test('the command of an htpasswd file runs htpasswd, which asks for the password', () => {
  expect(commands(secretsSection([{ ...secret, keys: { auth: 'users' } }]))).toBe(
    'kubectl create secret generic site --namespace web \\\n  --from-literal=auth="$(htpasswd -nB "$SITE_USER")"\n',
  );
});

test('the command of a certificate reads two files', () => {
  const keys = { 'tls.crt': 'certificate', 'tls.key': 'key' };
  expect(commands(secretsSection([{ ...secret, keys, type: 'kubernetes.io/tls' }]))).toBe(
    'kubectl create secret tls site --namespace web \\\n  --cert="$SITE_CERT_FILE" \\\n  --key="$SITE_KEY_FILE"\n',
  );
});

test('the credentials of a registry have their own command', () => {
  const keys = { '.dockerconfigjson': 'an account' };
  expect(commands(secretsSection([{ ...secret, keys, type: 'kubernetes.io/dockerconfigjson' }]))).toBe(
    'kubectl create secret docker-registry site --namespace web \\\n  --docker-server="$SITE_SERVER" \\\n  --docker-username="$SITE_USERNAME" \\\n  --docker-password="$SITE_PASSWORD"\n',
  );
});

test('secrets are sorted by namespace and name, and a bar is escaped', () => {
  const section = secretsSection([
    { ...secret, keys: { token: 'this | that' } },
    { ...secret, namespace: 'api', keys: { token: 'x' } },
  ]);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual([
    '| `api`     | `site` | `token`: x            | visitors |',
    '| `web`     | `site` | `token`: this \\| that | visitors |',
  ]);
});

test('the section of a cluster without secrets is None.', () => {
  expect(secretsSection([])).toBe('None.\n');
});
