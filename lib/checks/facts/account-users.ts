import type { ClusterIndex } from '../engine/cluster-index';
import { groupBy } from '../engine/group-by';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { accountOf, mountsToken } from './accounts';
import { visitTexts } from './strings';
import type { Workload } from './workload';

/** The labels with the name of a program. */
const NAME_LABELS = ['app', 'k8s-app', 'name', 'app.kubernetes.io/name', 'app.kubernetes.io/component'];

/** The pod templates that use each service account, by `namespace/name`. */
export const accountUsers = perCluster((cluster) =>
  groupBy(cluster.workloads, ({ namespace, pod }) => `${namespace}/${accountOf(pod)}`),
);

/** The pod template whose object or label has the same name as a service account; undefined if none has. */
export function namesake(cluster: ClusterIndex, account: KubeObject): Workload | undefined {
  const { name, namespace = 'default' } = account;
  return cluster
    .workloadsIn(namespace)
    .find(({ object, labels }) => object.name === name || NAME_LABELS.some((key) => labels[key] === name));
}

/** Whether the pods of a template receive a token of their account: by default, or through a projected volume. */
export function hasToken(cluster: ClusterIndex, workload: Workload): boolean {
  const isProjected = (workload.pod.volumes ?? []).some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
  );
  return isProjected || mountsToken(cluster, workload);
}

/**
 * Whether something other than a pod template refers to a service account: an admission policy, an object whose controller
 * creates pods, or a program that creates them.
 */
export function isNamedElsewhere(cluster: ClusterIndex, { namespace, name }: KubeObject): boolean {
  return names(cluster).has(`${namespace}/${name}`) || texts(cluster).has(name);
}

const RBAC = 'rbac.authorization.k8s.io/v1';

/** The service accounts that admission policies and objects of operators name, as `namespace/name`. */
const names = perCluster((cluster): ReadonlySet<string> => {
  const found = new Set<string>();
  const workloads = new Set(cluster.workloads.map(({ object }) => object));
  for (const object of cluster.objects) {
    const { namespace, json, apiVersion } = object;
    if (workloads.has(object) || apiVersion === RBAC) continue;
    visitTexts(json, (text, _key, path) => {
      const isAccount = path.some((step) => /^serviceAccount/i.test(String(step)));
      if (isAccount) found.add(`${namespace}/${text}`);
      for (const [, home, name] of text.matchAll(/system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)/g))
        found.add(`${home}/${name}`);
    });
  }
  return found;
});

/** The values of variables and flags. */
const texts = perCluster((cluster): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { container } of cluster.containers) {
    for (const { value } of container.env ?? []) if (value) found.add(value);
    for (const text of [...(container.args ?? []), ...(container.command ?? [])])
      found.add(text.slice(text.indexOf('=') + 1));
  }
  return found;
});
