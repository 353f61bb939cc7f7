import { secretKind } from '../../lib/kube/secret-kind';

test.each([
  ['A', '-----BEGIN RSA PRIVATE KEY-----\nMIIE', 'a private key'],
  ['A', `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0'}.abc`, 'a JSON web token'],
  ['A', `ghp_${'a'.repeat(36)}`, 'a token'],
  ['A', `AKIA${'A'.repeat(16)}`, 'a token'],
  ['A', 'redis://:pass@cache:6379', 'a URL with a password'],
  ['A', 'Server=db;Password=hunter2;', 'a connection string with a password'],
  ['DB_PASSWORD', 'hunter2', 'a secret, by the name of its variable'],
])('%s with the value %j is a secret', (name, value, kind) => {
  expect(secretKind(name, value)).toBe(kind);
});

test.each([
  ['LOG_LEVEL', 'debug'],
  ['API_TOKEN', '/run/secrets/token'],
  ['DB_PASSWORD', '$(PASSWORD)'],
  ['DATABASE_URL', 'postgres://app:$(PASSWORD)@db/orders'],
  ['TOKEN_LIFETIME', '3600'],
  ['CALLBACK', 'https://app.example.org:8443/login?user=a@b'],
  ['BUILD', '2f1c0a9be7d54f0f9b8a7c6d5e4f3a2b1c0d9e8f'],
])('%s with the value %j is no secret', (name, value) => {
  expect(secretKind(name, value)).toBeUndefined();
});
