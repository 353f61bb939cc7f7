import {
  type Call,
  cleanUp,
  decide,
  type Namespace,
} from '../../../../../lib/systems/aiworker/workloads/preview-cleanup/cleanup.cjs';
import { aiworkerApp } from '../../../../support/aiworker';
import { jsonOf } from '../../../../support/manifests';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-02-01T12:00:00Z');

interface Changes {
  readonly name?: string;
  readonly labels?: Record<string, string | undefined>;
  readonly createdAt?: string | undefined;
  readonly deletionTimestamp?: string;
}

/** A preview that is eight days old, with changes. */
function preview(changes: Changes = {}): Namespace {
  const labels = { environment: 'preview', 'managed-by': 'aiworker', ttl: '168h', ...changes.labels };
  const createdAt = 'createdAt' in changes ? changes.createdAt : new Date(NOW - 192 * HOUR).toISOString();
  return JSON.parse(
    JSON.stringify({
      metadata: {
        name: changes.name ?? 'preview-task-old',
        uid: 'uid-1',
        resourceVersion: '7',
        labels,
        annotations: { 'created-at': createdAt },
        deletionTimestamp: changes.deletionTimestamp,
      },
    }),
  );
}

const aged = (milliseconds: number, ttl = '168h') =>
  preview({ createdAt: new Date(NOW - milliseconds).toISOString(), labels: { ttl } });

describe('the decision about a namespace', () => {
  test('removes a preview one second past its ttl', () => {
    expect(decide(aged(168 * HOUR + 1000), NOW)).toEqual({
      remove: true,
      odd: false,
      why: 'it is 168.00 hours old, and its ttl is 168h',
    });
  });

  test.each([0, -1000])('keeps a preview that is %i milliseconds past its ttl', (past) => {
    expect(decide(aged(168 * HOUR + past), NOW)).toMatchObject({ remove: false, odd: false });
  });

  test('uses the ttl of the preview', () => {
    expect(decide(aged(2 * HOUR + 1000, '2h'), NOW).remove).toBe(true);
    expect(decide(aged(2 * HOUR + 1000, '3h'), NOW).remove).toBe(false);
  });

  test('respects the time zone', () => {
    const at = (createdAt: string) => decide(preview({ createdAt, labels: { ttl: '1h' } }), NOW).remove;
    expect(at('2026-02-01T11:59:59+01:00')).toBe(true);
    expect(at('2026-02-01T12:00:00+01:00')).toBe(false);
  });

  test('keeps a preview whose created-at is in the future', () => {
    expect(decide(aged(-HOUR), NOW)).toMatchObject({ remove: false, odd: false });
  });

  test.each<[string, Changes, string]>([
    ['that is not a preview', { labels: { environment: 'dev' } }, 'it is no preview'],
    ['without an environment', { labels: { environment: undefined } }, 'it is no preview'],
    ['with another manager', { labels: { 'managed-by': 'me' } }, 'it is not labelled managed-by: aiworker'],
    ['without a manager', { labels: { 'managed-by': undefined } }, 'it is not labelled managed-by: aiworker'],
    ['that is protected', { labels: { protected: 'true' } }, 'it is labelled protected: "true"'],
    ['that is being deleted', { deletionTimestamp: '2026-02-01T11:00:00Z' }, 'it is being deleted already'],
  ])('keeps a namespace %s, regardless of its age', (_, changes, why) => {
    expect(decide(preview(changes), NOW)).toEqual({ remove: false, odd: false, why });
  });

  test.each<[string, Changes, string]>([
    ['no ttl', { labels: { ttl: undefined } }, 'it has no label ttl'],
    ['a ttl in days', { labels: { ttl: '7d' } }, 'its ttl "7d" is no number of hours'],
    ['a ttl of zero', { labels: { ttl: '0h' } }, 'its ttl "0h" is no number of hours'],
    ['an empty ttl', { labels: { ttl: '' } }, 'its ttl "" is no number of hours'],
    ['no created-at', { createdAt: undefined }, 'it has no annotation created-at'],
    ['a word as created-at', { createdAt: 'yesterday' }, 'its created-at "yesterday" is no date'],
    ['a year as created-at', { createdAt: '2020' }, 'its created-at "2020" is no date'],
    [
      'an invalid day',
      { createdAt: '2025-02-30T12:00:00Z' },
      'its created-at "2025-02-30T12:00:00Z" is no date',
    ],
    [
      'a time without a time zone',
      { createdAt: '2025-02-03T12:00:00' },
      'its created-at "2025-02-03T12:00:00" is no date',
    ],
  ])('keeps a preview with %s and reports it as odd', (_, changes, why) => {
    expect(decide(preview(changes), NOW)).toEqual({ remove: false, odd: true, why });
  });
});

describe('the clean-up', () => {
  /** Runs the clean-up with an API server that lists the given pages and refuses to delete the given names. */
  async function run(pages: readonly (readonly Namespace[])[], refuse: readonly string[] = []) {
    const calls: [string, string, object?][] = [];
    const lines: string[] = [];
    const call: Call = async (method, path, body) => {
      calls.push(body ? [method, path, body] : [method, path]);
      if (method === 'GET') {
        const page = Number(new URLSearchParams(path.split('?')[1]).get('continue') ?? 0);
        const next = page + 1 < pages.length ? String(page + 1) : '';
        return { items: pages[page], metadata: { continue: next } };
      }
      if (refuse.some((name) => path.endsWith(name))) throw new Error('403 no');
      return {};
    };
    const failed = await cleanUp({ call, now: NOW, log: (line) => lines.push(line) });
    const deleted = calls.filter(([method]) => method === 'DELETE').map(([, path]) => path.split('/').pop());
    return { failed, lines, deleted, calls };
  }

  test('deletes a preview past its ttl, unless it has changed since it was listed', async () => {
    const { failed, lines, calls } = await run([[preview(), aged(HOUR)]]);
    expect(failed).toBe(0);
    expect(calls).toEqual([
      ['GET', '/api/v1/namespaces?labelSelector=environment%3Dpreview&limit=500'],
      [
        'DELETE',
        '/api/v1/namespaces/preview-task-old',
        { preconditions: { uid: 'uid-1', resourceVersion: '7' } },
      ],
    ]);
    expect(lines).toEqual([
      'deleted preview-task-old: it is 192.00 hours old, and its ttl is 168h',
      'kept preview-task-old: it is 1.00 hours old, and its ttl is 168h',
      '2 previews: 1 deleted, 0 could not be deleted',
    ]);
  });

  test('reads every page', async () => {
    const { deleted } = await run([
      [preview({ name: 'a' })],
      [preview({ name: 'b' })],
      [preview({ name: 'c' })],
    ]);
    expect(deleted).toEqual(['a', 'b', 'c']);
  });

  test('continues after a failed deletion, and reports it', async () => {
    const { failed, lines, deleted } = await run([[preview({ name: 'a' }), preview({ name: 'b' })]], ['a']);
    expect(failed).toBe(1);
    expect(deleted).toEqual(['a', 'b']);
    expect(lines).toEqual([
      'ERROR: could not delete a (it is 192.00 hours old, and its ttl is 168h): 403 no',
      'deleted b: it is 192.00 hours old, and its ttl is 168h',
      '2 previews: 1 deleted, 1 could not be deleted',
    ]);
  });

  test('logs a warning for a preview with an invalid annotation', async () => {
    const { failed, lines } = await run([[preview({ createdAt: 'yesterday' })]]);
    expect(failed).toBe(0);
    expect(lines[0]).toBe('WARNING: kept preview-task-old: its created-at "yesterday" is no date');
  });
});

describe('the CronJob of the clean-up', () => {
  interface Manifest {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly data?: Record<string, string>;
    // biome-ignore lint/suspicious/noExplicitAny: the specification of any kind
    readonly spec?: any;
  }
  interface Permission {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }
  const objects = jsonOf(aiworkerApp())
    .flatMap(({ json }) => json as Manifest[])
    .filter(({ metadata }) => metadata.name === 'preview-cleanup');
  const job = objects.find(({ kind }) => kind === 'CronJob');
  const pod = job?.spec.jobTemplate.spec.template.spec;

  test('runs daily, one job at a time, with a deadline', () => {
    expect(job?.metadata.namespace).toBe('control-plane');
    expect(job?.spec).toMatchObject({
      schedule: '17 3 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: 600 } },
    });
  });

  test('runs the script of the repository with its own account', () => {
    const script = objects.find(({ kind }) => kind === 'ConfigMap')?.data?.['cleanup.cjs'];
    expect(script).toContain("labelSelector: 'environment=preview'");
    expect(pod).toMatchObject({
      serviceAccountName: 'preview-cleanup',
      containers: [{ command: ['node', '/script/cleanup.cjs'] }],
      volumes: [{ configMap: { name: 'preview-cleanup' } }],
    });
  });

  test('has the permissions for the requests of the script, and no others', async () => {
    const requests = new Set<string>();
    const call: Call = async (method, path) => {
      const [, resource, name] = /^\/api\/v1\/([a-z]+)(?:\/([^?]+))?/.exec(path) ?? [];
      requests.add(`${method === 'GET' && name === undefined ? 'LIST' : method} ${resource}`.toLowerCase());
      return { items: [preview()], metadata: {} };
    };
    await cleanUp({ call, now: NOW, log: () => {} });
    const { rules } = objects.find(({ kind }) => kind === 'ClusterRole') as unknown as {
      rules: Permission[];
    };
    expect(rules.every(({ apiGroups }) => apiGroups.join() === '')).toBe(true);
    const granted = rules.flatMap(({ verbs, resources }) =>
      verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`)),
    );
    expect(granted.sort()).toEqual([...requests].sort());
    expect(objects.filter(({ kind }) => kind === 'Role')).toEqual([]);
  });
});
