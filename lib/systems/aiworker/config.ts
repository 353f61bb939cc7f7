import {
  described,
  type Infer,
  integer,
  list,
  object,
  oneOf,
  optional,
  type Report,
  string,
} from '../../config/fields';
import { dateTime, dnsName, duration, unprivilegedPort } from '../../config/formats';
import { image } from '../../config/images';
import { type Advice, readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { dnsLabelProblem, toDnsLabel } from '../../kube/dns-names';
import { parseHours } from '../../kube/go-duration';
import { nearest, quote } from '../../kube/text';
import {
  acmeEmail,
  alerts,
  backupFields,
  ingressField,
  networkFields,
  nodeLabels,
  nodeSize,
  parseNodeLabels,
  reportOverlaps,
} from '../shared-fields';
import { DEFAULT_TTL, MAX_TASK_ID_LENGTH, previewHostId, previewNamespace } from './preview-env';
import { ENVIRONMENTS, MAX_PROJECT_LENGTH, MAX_REPLICAS, RUNTIME_ENVIRONMENTS } from './project-environments';
import { PLATFORM_HOSTS, projectHosts } from './project-hosts';
import { DEFAULT_AGENT_DEADLINE } from './workloads/agent-template';

const nodePool = object({
  name: described('The name of the node pool.', string()),
  count: described('The number of nodes, or the minimum if the pool is autoscaled.', integer({ min: 1 })),
  maxCount: described(
    'The maximum number of nodes, if the pool is autoscaled. Default: count',
    optional(integer({ min: 1 })),
  ),
  cpu: described('The allocatable CPU of a node: its CPU minus the reservations.', nodeSize.cpu),
  memory: described('The allocatable memory of a node: its memory minus the reservations.', nodeSize.memory),
  disk: described(
    'The allocatable disk (ephemeral-storage) of a node: its disk minus a tenth, at which the kubelet evicts pods. Default: not counted',
    optional(nodeSize.disk),
  ),
  pods: described('The maximum number of pods of a node. Default: 110', optional(integer({ min: 1 }))),
  labels: nodeLabels,
});

const application = object(
  {
    image: described('The image of production; the backend deploys dev and staging.', image()),
    port: described('The port of the application, which also reads it from PORT.', unprivilegedPort()),
    replicas: described(
      'The replicas of production; the other environments have one.',
      optional(integer({ min: 2, max: MAX_REPLICAS })),
    ),
  },
  {
    former: new Map([
      ['images', 'the backend deploys dev and staging: state the image of production as "image"'],
    ]),
  },
);

const projectName = string({ check: (name) => labelProblem(name, MAX_PROJECT_LENGTH) });

const project = object({
  name: described(
    'The name of the project; its namespaces are <name>-dev, <name>-staging and <name>-production.',
    projectName,
  ),
  application: described('The application of the environments. Default: none', optional(application)),
});

/** The fields of a preview, which the file and the command `npm run preview` share. */
export const previewFields = {
  id: described(
    'The id of the task; the host of the preview shows its first 8 characters.',
    string({ check: (id) => labelProblem(id, MAX_TASK_ID_LENGTH) }),
  ),
  project: described('The name of one of the projects.', string()),
  image: described('The image to run.', image()),
  port: described(
    "The port of the preview. Default: the port of the project's application, or 3000",
    optional(unprivilegedPort()),
  ),
  createdAt: described('The time from which the age of the preview counts.', dateTime()),
  ttl: described('The age at which the preview is deleted.', optional(duration(), DEFAULT_TTL)),
};

const preview = object(previewFields);

/** The values of a request for the manifests of an environment. */
export const environmentFields = {
  project: projectName,
  environment: oneOf(...RUNTIME_ENVIRONMENTS),
  image: image(),
  port: optional(unprivilegedPort()),
};

const label = string({ check: dnsLabelProblem });

const sandbox = object({
  runtimeClass: described('The name of the RuntimeClass, such as gvisor.', label),
  handler: described("The name of the sandbox in the nodes' container runtime, such as runsc.", label),
});

const agents = object({
  deadline: described(
    'The time after which an agent is ended.',
    optional(duration(), DEFAULT_AGENT_DEADLINE),
  ),
  sandbox: described('The sandbox of agents, which the nodes must provide. Default: none', optional(sandbox)),
});

const network = object(
  {
    policyEngine: described('The engine that enforces network policies.', oneOf('calico', 'cilium')),
    ...networkFields,
  },
  { check: reportOverlaps },
);

/** The fields of `config/aiworker.yaml`. */
export const aiworkerFile = object(
  {
    domain: described('The domain of all hosts, such as aiworker.dev.', dnsName()),
    email: acmeEmail,
    serviceMesh: described(
      'istio: the gateway of Istio, which must be installed, serves the domain as well.',
      optional(oneOf('none', 'istio'), 'none'),
    ),
    nodes: described(
      'The nodes of the cluster; npm run synth checks that all pods fit.',
      list(nodePool, { ifEmpty: 'add the node pools of the cluster' }),
    ),
    network: described('The network of the cluster.', network),
    ingress: ingressField,
    agents: described('The pods of the agents.', optional(agents)),
    alerts,
    backup: described('Encrypted backups of MySQL and git, each in a folder of the bucket.', backupFields),
    projects: described(
      'The projects, with three environments each.',
      list(project, { check: reportSharedNamespaces }),
    ),
    previews: described(
      'The previews that are managed in this repository; the backend creates the others.',
      list(preview, { check: reportSharedPreviews }),
    ),
  },
  {
    check({ domain = '<domain>', projects, previews }, report) {
      if (projects === undefined) return;
      reportTakenNamespaces(projects, previews ?? [], report);
      previews?.forEach(({ project }, index) => {
        const problem = unknownProjectProblem(project, projects);
        if (problem !== undefined) report(['previews', index, 'project'], problem);
      });
      reportTakenHosts(domain, projects, report);
    },
  },
);

export type Project = Infer<typeof project>;
export type Preview = Infer<typeof preview>;

/** The configuration of aiworker: the values of `config/aiworker.yaml`, of which `cluster` combines some. */
export interface AiworkerConfig extends Omit<Infer<typeof aiworkerFile>, 'network' | 'nodes'> {
  readonly cluster: ClusterBaseProps;
}

/**
 * Reads `config/aiworker.yaml`.
 *
 * @param advice reports placeholders, and previews that are past their ttl @default they are not reported
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readAiworker(file: string, advice?: Advice): AiworkerConfig {
  const {
    network,
    nodes: pools,
    ...rest
  } = readConfig(
    file,
    aiworkerFile,
    advice && {
      warn: advice.warn,
      check: ({ previews }, report) => reportPastPreviews(previews, advice.today, report),
    },
  );
  const nodes = pools.map(({ labels, ...pool }) => ({ ...pool, labels: parseNodeLabels(labels) }));
  return { ...rest, cluster: { network, nodes, kubernetesVersion: KUBERNETES_VERSION } };
}

function labelProblem(name: string, longest: number): string | undefined {
  const problem = dnsLabelProblem(toDnsLabel(name), longest);
  return problem && `${quote(name)} cannot be turned into a namespace name: ${problem}`;
}

/** Two projects with the same DNS label would share their namespaces. */
function reportSharedNamespaces(projects: readonly (Project | undefined)[], report: Report): void {
  for (const { item, first, key, index } of duplicates(projects, ({ name }) => toDnsLabel(name))) {
    const names = `${quote(item.name)} and ${quote(first.name)}`;
    report([index, 'name'], `${names} have the same namespaces, "${key}-dev" and others: rename one of them`);
  }
}

/** Two previews must have different namespaces, and different hosts, which contain only the start of the id. */
function reportSharedPreviews(previews: readonly (Preview | undefined)[], report: Report): void {
  const reported = new Set<number>();
  for (const { item, first, key, index } of duplicates(previews, ({ id }) => toDnsLabel(id))) {
    const ids = `${quote(item.id)} and ${quote(first.id)}`;
    report([index, 'id'], `${ids} have the same namespace, "${previewNamespace(key)}": remove one of them`);
    reported.add(index);
  }
  for (const { item, first, index } of duplicates(previews, ({ id }) => previewHostId(toDnsLabel(id)))) {
    if (!reported.has(index))
      report([index, 'id'], `${sharedHostProblem(item.id, quote(first.id))}: remove one of them`);
  }
}

/** A project and a preview can have the same namespace: `preview-task-a-dev`. */
function reportTakenNamespaces(
  projects: readonly Project[],
  previews: readonly Preview[],
  report: Report,
): void {
  const owners = new Map<string, string>(
    projects.flatMap(({ name }) =>
      ENVIRONMENTS.map((environment) => [`${toDnsLabel(name)}-${environment}`, name] as const),
    ),
  );
  previews.forEach(({ id }, index) => {
    const namespace = previewNamespace(toDnsLabel(id));
    const owner = owners.get(namespace);
    if (owner !== undefined)
      report(
        ['previews', index, 'id'],
        `${quote(id)} and project ${quote(owner)} have the same namespace, ${quote(namespace)}: rename one of them`,
      );
  });
}

/** The problem of two previews with the same host. @param other a text that names the other preview */
export function sharedHostProblem(id: string, other: string): string {
  const shown = previewHostId(toDnsLabel(id));
  return `${quote(id)} and ${other} have the same host, which contains only "${shown}" of the id`;
}

/** The items that have the same key as an earlier item, each with the first item of the key. */
function duplicates<T>(items: readonly (T | undefined)[], keyOf: (item: T) => string) {
  const firsts = new Map<string, T>();
  return items.flatMap((item, index) => {
    if (item === undefined) return [];
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    return first === undefined ? [] : [{ item, first, key, index }];
  });
}

/** The problem of a preview whose project does not exist; undefined if it does. */
export function unknownProjectProblem(project: string, projects: readonly Project[]): string | undefined {
  const known = projects.map(({ name }) => toDnsLabel(name));
  if (known.includes(toDnsLabel(project))) return undefined;
  const near = nearest(project, known);
  if (near !== undefined) return `project ${quote(project)} is unknown: did you mean ${quote(near)}?`;
  const remedy = known.length > 0 ? `use one of ${known.join(', ')}` : 'add it to projects';
  return `project ${quote(project)} is unknown: ${remedy}`;
}

/** The clean-up deletes these previews, and the next kubectl apply would create them again. */
function reportPastPreviews(previews: readonly Preview[], today: Date, report: Report): void {
  previews.forEach(({ id, createdAt, ttl }, index) => {
    const end = new Date(Date.parse(createdAt) + parseHours(ttl) * 3_600_000);
    if (end.getTime() >= today.getTime()) return;
    report(
      ['previews', index],
      `${quote(id)} has been past its ttl of ${ttl} since ${end.toISOString()}: remove it from the list, otherwise every kubectl apply creates it again`,
    );
  });
}

/** Each host must have one owner: the ingress controller sends its requests to only one of two. */
export function reportTakenHosts(
  domain: string,
  projects: readonly { readonly name: string; readonly application?: object }[],
  report: Report,
): void {
  const owners = new Map<string, string>(PLATFORM_HOSTS.map(({ label, owner }) => [label, owner]));
  const labels = new Set<string>();
  projects.forEach(({ name, application }, index) => {
    // Duplicate names are reported separately.
    if (application === undefined || labels.has(toDnsLabel(name))) return;
    labels.add(toDnsLabel(name));
    for (const [environment, label] of Object.entries(projectHosts(toDnsLabel(name)))) {
      const owner = owners.get(label);
      if (owner === undefined) owners.set(label, `${environment} of project ${quote(name)}`);
      else
        report(
          ['projects', index, 'name'],
          `${environment} of project ${quote(name)} and ${owner} have the same host, ${label}.${domain}: rename the project`,
        );
    }
  });
}
