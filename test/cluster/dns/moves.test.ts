import { TopologyApp } from '../../../lib/core/topology-app';
import type { ControllerKind, IngressSetting } from '../../../lib/ingress/setting';
import { AiworkerCluster } from '../../../lib/systems/aiworker/cluster';
import { readAiworker } from '../../../lib/systems/aiworker/config';
import { jsonOf } from '../../support/manifests';
import type { Manifest } from '../../support/test-cluster';
import { eventually } from '../certificates/support/eventually';
import { difference } from '../support/difference';
import { getAll, kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import { assignNginxAddress, NGINX_ADDRESSES } from './support/addresses';
import { NAMES, ownersOf, targetsOf } from './support/document';
import { recordsOf } from './support/external-dns';

/** The time that Envoy Gateway has to write the status of routes, in seconds. */
const PATIENCE = 30;

interface Route {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

const CONFIGURATION = readAiworker('config/aiworker.yaml');
const [gateway] = getAll<{ status: { addresses: { value: string }[] } }>('gateways', '--all-namespaces');
const GATEWAY = gateway?.status.addresses[0]?.value ?? '';

let applied = objectsOf({ controllers: 'gateway', published: 'gateway', exceptions: [] });

function objectsOf(ingress: IngressSetting): Manifest[] {
  const app = new TopologyApp();
  new AiworkerCluster(app, { ...CONFIGURATION, ingress });
  return jsonOf(app).flatMap(({ json }) => json as Manifest[]);
}

/** Applies the objects that a setting changes, and deletes those that are no longer part of the cluster. */
function move(ingress: IngressSetting): void {
  const objects = objectsOf(ingress);
  const { changed, gone } = difference(applied, objects);
  if (changed.length > 0) kubectl(['apply', '-f', '-'], listOf(changed));
  if (gone.length > 0) kubectl(['delete', '--wait=false', '-f', '-'], listOf(gone));
  applied = objects;
}

/** Waits until each name has exactly one record, whose target is the address of its controller. */
async function expectRecords(controllerOf: (name: string) => ControllerKind): Promise<void> {
  for (const nginx of NGINX_ADDRESSES) {
    assignNginxAddress(nginx);
    const expected = NAMES.map((name) => [name, controllerOf(name) === 'nginx' ? nginx : GATEWAY]);
    await eventually(() => {
      const records = recordsOf();
      expect(targetsOf(records)).toEqual(expected);
      expect(ownersOf(records)).toHaveLength(NAMES.length);
    }, PATIENCE);
  }
}

const MOVED = ['api.aiworker.dev', '*.preview.aiworker.dev'];

/** The steps of docs/migration.md backwards, because Envoy Gateway already runs. */
const STEPS: [string, IngressSetting][] = [
  ['a gateway only', { controllers: 'gateway', published: 'gateway', exceptions: [] }],
  ['both, and records to the gateway', { controllers: 'both', published: 'gateway', exceptions: [] }],
  [
    'both, and records to the gateway except for two',
    { controllers: 'both', published: 'gateway', exceptions: MOVED },
  ],
  [
    'both, and records to ingress-nginx except for two',
    { controllers: 'both', published: 'nginx', exceptions: MOVED },
  ],
  ['both, and records to ingress-nginx', { controllers: 'both', published: 'nginx', exceptions: [] }],
  ['both, and back to the gateway', { controllers: 'both', published: 'gateway', exceptions: [] }],
  ['ingress-nginx only', { controllers: 'nginx', published: 'nginx', exceptions: [] }],
];

test('a host of a ListenerSet has a record without a redirect of HTTP', async () => {
  const redirects = getAll<Route>('httproutes', '--all-namespaces').filter(({ metadata }) =>
    metadata.name.endsWith('-ingress-redirect'),
  );
  expect(redirects).not.toEqual([]);
  kubectl(['delete', '-f', '-'], listOf(redirects));
  await expectRecords(() => 'gateway');
  kubectl(['apply', '-f', '-'], listOf(applied.filter(({ kind }) => kind === 'HTTPRoute')));
}, 120_000);

test.each(STEPS)(
  'each host has one record, to its controller: %s',
  async (_, setting) => {
    const { controllers, published, exceptions } = setting;
    const other = published === 'nginx' ? 'gateway' : 'nginx';
    move(setting);
    await expectRecords((name) => {
      if (controllers !== 'both') return controllers;
      return exceptions.includes(name) ? other : published;
    });
  },
  120_000,
);
