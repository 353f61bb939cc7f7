import { secretsSection } from '../../lib/docs/secrets-section';

const secret = { namespace: 'web', name: 'site', purpose: 'visitors' };

/** The commands of a section, joined lines and all. */
function commands(section: string): string {
  return /```sh\n([\s\S]*)```/.exec(section)?.[1] ?? '';
}

test('each key takes its value from a variable of the shell', () => {
  expect(commands(secretsSection([{ ...secret, keys: { token: 'one', 'api-key': 'another' } }]))).toBe(
    'kubectl create secret generic site --namespace web \\\n  --from-literal=token="$SITE_TOKEN" \\\n  --from-literal=api-key="$SITE_API_KEY"\n',
  );
});

test("a key that the secret's name ends with is not said twice", () => {
  expect(commands(secretsSection([{ ...secret, name: 'api-token', keys: { token: 'one' } }]))).toBe(
    'kubectl create secret generic api-token --namespace web \\\n  --from-literal=token="$API_TOKEN"\n',
  );
});

test('an htpasswd file is made by htpasswd, which asks for the password', () => {
  expect(commands(secretsSection([{ ...secret, keys: { auth: 'users' } }]))).toBe(
    'kubectl create secret generic site --namespace web \\\n  --from-literal=auth="$(htpasswd -nB "$SITE_USER")"\n',
  );
});

test('a certificate is made of two files', () => {
  const keys = { 'tls.crt': 'certificate', 'tls.key': 'key' };
  expect(commands(secretsSection([{ ...secret, keys, type: 'kubernetes.io/tls' }]))).toBe(
    'kubectl create secret tls site --namespace web \\\n  --cert="$SITE_CERT_FILE" \\\n  --key="$SITE_KEY_FILE"\n',
  );
});

test("a registry's account has a command of its own", () => {
  const keys = { '.dockerconfigjson': 'an account' };
  expect(commands(secretsSection([{ ...secret, keys, type: 'kubernetes.io/dockerconfigjson' }]))).toBe(
    'kubectl create secret docker-registry site --namespace web \\\n  --docker-server="$SITE_SERVER" \\\n  --docker-username="$SITE_USERNAME" \\\n  --docker-password="$SITE_PASSWORD"\n',
  );
});

test('secrets stand in the order of their namespaces and names, and a bar keeps to its cell', () => {
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

test('a cluster without secrets says so', () => {
  expect(secretsSection([])).toBe('None.\n');
});
