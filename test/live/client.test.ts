import { ApiError, type Client, connect } from '../../lib/live/client';
import { fakeKubectl } from './fake-kubectl';

const CONTEXT = { name: 'dev', server: 'https://dev:6443' };

async function ask(answer: Parameters<typeof fakeKubectl>[0]['answer']) {
  fakeKubectl({ answer });
  const client: Client = await connect(CONTEXT);
  try {
    return await client.request({ path: '/version' });
  } finally {
    client.close();
  }
}

test('an answer has a body and the warnings of the API server', async () => {
  const headers = { Warning: '299 - "v1 Old is deprecated", 299 - "say \\"no\\""' };
  const { body, warnings } = await ask({ text: '{"minor":"36"}', headers });
  expect(body).toEqual({ minor: '36' });
  expect(warnings).toEqual(['v1 Old is deprecated', 'say "no"']);
});

test('a refusal has its status, message and causes', async () => {
  const causes = [{ field: 'spec.replicas', message: 'must not be negative' }];
  const text = JSON.stringify({ kind: 'Status', message: 'invalid', details: { causes } });
  const error = await ask({ status: 422, text }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 422, message: 'invalid', causes });
});

test('fails if the credentials are not accepted', async () => {
  const answer = ask({ status: 401, text: '{"kind":"Status"}' });
  await expect(answer).rejects.toThrow(
    'context "dev" (https://dev:6443): the API server does not accept the credentials: log in again, or renew the kubeconfig',
  );
});

test('fails if the API server cannot be reached', async () => {
  const answer = ask({ status: 500, type: 'text/plain', text: 'dial tcp: connection refused\n' });
  await expect(answer).rejects.toThrow(
    'context "dev" (https://dev:6443): the API server cannot be reached: dial tcp: connection refused: verify',
  );
});

test('fails if the certificate of the API server has expired', async () => {
  const text = 'tls: failed to verify certificate: x509: certificate has expired';
  await expect(ask({ status: 500, type: 'text/plain', text })).rejects.toThrow(
    `the API server cannot be reached: ${text}: renew the certificate of the API server, or correct the authority`,
  );
});

test('fails with the message of kubectl if the proxy does not start', async () => {
  fakeKubectl({ startError: 'I0119 noise\nerror: executable kubelogin not found\n' });
  await expect(connect(CONTEXT)).rejects.toThrow('kubectl proxy: executable kubelogin not found');
});

test('fails if the context has no credentials, for which kubectl asks', async () => {
  fakeKubectl({ startError: 'error: EOF\n', prompt: 'Please enter Username: ' });
  await expect(connect(CONTEXT)).rejects.toThrow('kubectl proxy: the context has no user: set one');
});
