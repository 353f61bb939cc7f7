import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TopologyApp } from '../../../lib/core/topology-app';
import { synth as writeTopology } from '../../../lib/synth';
import { SoundCluster } from '../../support/sound-cluster';
import { reports } from './reports';

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'immutable-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

/** The warnings of a synth of the sound cluster. */
function synth(replace: readonly string[] = []): string[] {
  const warnings: string[] = [];
  const app = new TopologyApp({ outdir });
  new SoundCluster(app);
  writeTopology(app, { replace, warn: (line) => warnings.push(line) });
  return warnings;
}

function edit(from: string, to: string): void {
  const file = join(outdir, 'test/50-all.k8s.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test('the first synth and a synth without changes have no warnings', () => {
  expect([synth(), synth()]).toEqual([[], []]);
});

test('fails if an immutable field changes, and writes nothing', () => {
  synth();
  edit('serviceName: db', 'serviceName: database');
  const message =
    'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.serviceName: "database" cannot be changed to "db": undo the change, or replace the object: run npm run synth -- --replace StatefulSet/shop/db, and run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]';
  expect(synth).toThrow(message);
  expect(synth).toThrow(message);
  expect(() => synth(['StatefulSet/shop/web'])).toThrow(message);
});

test('an immutable field of an object that is replaced causes a warning, once', () => {
  synth();
  edit('serviceName: db', 'serviceName: database');
  expect(synth(['StatefulSet/shop/db'])).toEqual([
    'warning: test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.serviceName: "database" cannot be changed to "db": run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]',
  ]);
  expect(synth()).toEqual([]);
});

test('a changed mutable field is not reported', () => {
  synth();
  edit('image: registry.example/db:1.0', 'image: registry.example/db:0.9');
  expect(synth()).toEqual([]);
});

test('a file that is not valid YAML is overwritten', () => {
  synth();
  edit('serviceName: db', 'serviceName: [');
  expect(synth()).toEqual([]);
});

reports(
  'immutable-fields',
  'all changed immutable fields of an object at once',
  () => {},
  [
    'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.selector, spec.serviceName: null cannot be changed to {"matchLabels":{"app":"db"}}; "database" cannot be changed to "db": undo the change, or replace the object: run npm run synth -- --replace StatefulSet/shop/db, and run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]',
  ],
  {
    previous: () => [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'db', namespace: 'shop' },
        spec: {
          serviceName: 'database',
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          ],
        },
      },
    ],
  },
);
