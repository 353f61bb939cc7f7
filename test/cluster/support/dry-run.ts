import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isClusterScoped, type ObjectJson } from '../../../lib/checks/engine/kube-object';

/** The answer of the API server to an object that it is asked to create. */
export interface Verdict {
  readonly status: number;
  readonly message: string;
}

/** The number of requests at a time. */
const PARALLEL = 8;

/**
 * The answers of the API server of `KUBECONFIG` to objects, which it validates without creating them.
 *
 * The requests pass through `kubectl proxy`, which takes care of the credentials: one kubectl for each object would take
 * ten times as long.
 */
export async function dryRun(objects: readonly ObjectJson[]): Promise<Verdict[]> {
  const proxy = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [started] = (await once(proxy.stdout, 'data')) as [Buffer];
    const address = /127\.0\.0\.1:\d+/.exec(started.toString())?.[0];
    if (address === undefined) throw new Error(`kubectl proxy does not start: ${started}`);
    const verdicts: Verdict[] = [];
    const waiting = objects.entries();
    const plurals = new Map<string, Promise<string>>();
    const work = async () => {
      for (const [index, object] of waiting)
        verdicts[index] = await create(`http://${address}`, plurals, object);
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    return verdicts;
  } finally {
    proxy.kill();
  }
}

async function create(
  server: string,
  plurals: Map<string, Promise<string>>,
  object: ObjectJson,
): Promise<Verdict> {
  const { apiVersion, kind, metadata } = object;
  const group = `${server}/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
  const key = `${apiVersion}/${kind}`;
  const plural = plurals.get(key) ?? pluralOf(group, kind);
  plurals.set(key, plural);
  const scope = isClusterScoped(kind) ? '' : `/namespaces/${metadata?.namespace}`;
  const answer = await fetch(`${group}${scope}/${await plural}?dryRun=All&fieldValidation=Strict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(object),
  });
  const { message = '' } = (await answer.json()) as { message?: string };
  return { status: answer.status, message };
}

async function pluralOf(group: string, kind: string): Promise<string> {
  const answer = await fetch(group);
  const { resources = [] } = (await answer.json()) as { resources?: { name: string; kind: string }[] };
  const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
  if (found === undefined)
    throw new Error(`the API server does not have ${kind} at ${group}: run test/cluster/crds`);
  return found.name;
}
