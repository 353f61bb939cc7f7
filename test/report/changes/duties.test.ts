import { expectSecret, type Workshop } from '../../support/sound-cluster';
import { sentences } from '../sentences';

const readSecret = ({ container }: Workshop, key: string) => {
  container('StatefulSet', 'db').env = [
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key } } },
  ];
};

test('a Secret that an object names for the first time must be created', () => {
  const duties = sentences('duties', (workshop) => {
    expectSecret(workshop, 'token', 'value');
    readSecret(workshop, 'value');
  });
  expect(duties).toEqual(['create the Secret shop/token with the key value before the apply: a test']);
});

test('a Secret that no object names any longer can be deleted', () => {
  const duties = sentences(
    'duties',
    ({ container }) => {
      container('StatefulSet', 'db').env = [];
    },
    (workshop) => {
      expectSecret(workshop, 'token', 'value');
      readSecret(workshop, 'value');
    },
  );
  expect(duties).toEqual(['delete the Secret shop/token after the apply: no object names it any longer']);
});

test('a further key of a Secret must be added', () => {
  const duties = sentences(
    'duties',
    (workshop) => readSecret(workshop, 'second'),
    (workshop) => {
      expectSecret(workshop, 'token', 'first', 'second');
      readSecret(workshop, 'first');
    },
  );
  expect(duties).toEqual(['add the key second to the Secret shop/token: a test']);
});

test('a kind of another API group needs its definition', () => {
  const duties = sentences('duties', ({ add }) =>
    add({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one', namespace: 'shop' } }),
  );
  expect(duties).toEqual([
    'install the CustomResourceDefinitions of example.com before the apply: Widget is a new kind',
  ]);
});

test('an apply deletes no object, and volumes remain', () => {
  const duties = sentences('duties', ({ remove }) => remove('StatefulSet', 'db'));
  expect(duties).toEqual([
    'an apply does not delete 1 object that is no longer in dist/; npm run prune -- test deletes it: StatefulSet shop/db',
    'decide about the data of StatefulSet shop/db: the volumes remain until a person deletes their claims',
  ]);
});

test('the objects of a removed namespace are not listed', () => {
  const duties = sentences(
    'duties',
    ({ remove }) => {
      remove('Namespace', 'old');
      remove('ConfigMap', 'settings-old');
    },
    ({ add }) => {
      add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'old' } });
      add({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings-old', namespace: 'old' } });
    },
  );
  expect(duties).toEqual([
    'an apply does not delete Namespace old; npm run prune -- test deletes namespaces with all that they contain',
  ]);
});

test.each([
  ['a protected namespace', { labels: { protected: 'true' } }, 'ConfigMap'],
  ['a namespace with volumes', {}, 'PersistentVolumeClaim'],
])('a person deletes %s', (_name, metadata, kind) => {
  const duties = sentences(
    'duties',
    ({ remove }) => {
      remove('Namespace', 'old');
      remove(kind, 'data-old');
    },
    ({ add }) => {
      add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'old', ...metadata } });
      add({ apiVersion: 'v1', kind, metadata: { name: 'data-old', namespace: 'old' } });
    },
  );
  expect(duties[0]).toBe(
    'decide whether to delete Namespace old: npm run prune -- test keeps protected namespaces, and those with volumes',
  );
});

test('npm run prune keeps definitions of kinds', () => {
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const duties = sentences(
    'duties',
    ({ remove }) => remove('CustomResourceDefinition', 'widgets.example.com'),
    ({ add }) => add({ ...definition, metadata: { name: 'widgets.example.com' }, spec: {} }),
  );
  expect(duties).toEqual([
    'decide whether to delete CustomResourceDefinition widgets.example.com: npm run prune -- test keeps volumes, and definitions of kinds',
  ]);
});
