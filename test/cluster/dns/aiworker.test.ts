import { assignNginxAddress, NGINX_ADDRESSES } from './support/addresses';
import { NAMES, ownersOf, targetsOf } from './support/document';
import { recordsOf } from './support/external-dns';

const [NGINX] = NGINX_ADDRESSES;

assignNginxAddress(NGINX);
const records = recordsOf();

test('ExternalDNS makes the five records of the document, to the load balancer, and none for a preview or a project', () => {
  expect(targetsOf(records)).toEqual(NAMES.map((name) => [name, NGINX]));
});

test('a TXT record without an asterisk states the owner of each record', () => {
  expect(ownersOf(records)).toEqual([
    'a-api.aiworker.dev',
    'a-app.aiworker.dev',
    'a-git.aiworker.dev',
    'a-wildcard.aiworker.dev',
    'a-wildcard.preview.aiworker.dev',
  ]);
});
