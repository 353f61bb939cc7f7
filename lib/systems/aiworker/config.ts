import { type Infer, integer, list, object, oneOf, optional, type Report, string } from '../../config/fields';
import { cidr, dateTime, dnsName, duration, emailAddress, port } from '../../config/formats';
import { image } from '../../config/images';
import { nodePool } from '../../config/nodes';
import { type Advice, readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { dnsLabelProblem, toDnsLabel } from '../../kube/dns-names';
import { DEFAULT_TTL, MAX_TASK_ID_LENGTH, previewHostId, previewNamespace } from './preview-env';
import { MAX_PROJECT_LENGTH, MAX_REPLICAS } from './project-environments';
import { PLATFORM_HOSTS, projectHosts } from './project-hosts';
import type { Sandbox } from './workloads/agent-template';

const application = object({
  images: object({ dev: image(), staging: image(), production: image() }),
  port: unprivilegedPort(),
  replicas: optional(integer({ min: 2, max: MAX_REPLICAS })),
});

const project = object({
  name: string({ check: (name) => labelProblem(name, MAX_PROJECT_LENGTH) }),
  application: optional(application),
});

/** What a preview says of itself, in the file and in a request for one. */
export const previewFields = {
  id: string({ check: (id) => labelProblem(id, MAX_TASK_ID_LENGTH) }),
  project: string(),
  image: image(),
  port: optional(unprivilegedPort()),
  createdAt: dateTime(),
  ttl: optional(duration(), DEFAULT_TTL),
};

const preview = object(previewFields);

const aiworker = object(
  {
    domain: dnsName(),
    email: emailAddress(),
    serviceMesh: optional(oneOf('none', 'istio'), 'none'),
    nodes: list(nodePool),
    network: object({
      policyEngine: oneOf('calico', 'cilium'),
      podCidr: cidr(),
      serviceCidr: cidr(),
      nodeCidrs: list(cidr()),
      apiServer: object({ cidrs: list(cidr()), port: port() }),
    }),
    agents: optional(
      object({
        sandbox: optional(
          object({
            runtimeClass: string({ check: dnsLabelProblem }),
            handler: string({ check: dnsLabelProblem }),
          }),
        ),
      }),
    ),
    projects: list(project, { check: reportSharedNamespaces }),
    previews: list(preview, { check: reportSharedPreviews }),
  },
  {
    check(values, report) {
      reportUnknownProjects(values, report);
      reportTakenHosts(values, report);
    },
  },
);

type Project = Infer<typeof project>;
export type Preview = Infer<typeof preview>;

/** What `config/aiworker.yaml` says. */
export interface AiworkerConfig {
  readonly cluster: ClusterBaseProps;
  /** The domain under which everything is served, such as `aiworker.dev`. */
  readonly domain: string;
  /** Whom Let's Encrypt can reach. */
  readonly email: string;
  /** Whether the domain is served through Istio's gateway as well. */
  readonly serviceMesh: 'none' | 'istio';
  /** How agents run. @default as every other pod does */
  readonly agents?: { readonly sandbox?: Sandbox };
  readonly projects: readonly Project[];
  readonly previews: readonly Preview[];
}

/**
 * @param advice where to say which previews are past their ttl
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readAiworker(file: string, advice?: Advice): AiworkerConfig {
  const { network, nodes, ...rest } = readConfig(
    file,
    aiworker,
    advice && {
      warn: advice.warn,
      check: ({ previews }, report) => reportPastPreviews(previews, advice.today, report),
    },
  );
  return { ...rest, cluster: { network, nodes, kubernetesVersion: KUBERNETES_VERSION } };
}

function labelProblem(name: string, longest: number): string | undefined {
  const problem = dnsLabelProblem(toDnsLabel(name), longest);
  return problem && `${JSON.stringify(name)} gives a namespace no name: ${problem}`;
}

/** Where an application listens: it runs without root, to which the ports below are left. */
function unprivilegedPort() {
  return integer({ expected: 'a port', min: 1024, max: 65_535 });
}

/** Two projects whose names become the same would write into each other's namespaces. */
function reportSharedNamespaces(projects: readonly (Project | undefined)[], report: Report): void {
  reportShared(
    projects,
    ({ name }) => toDnsLabel(name),
    (index, other, label) => {
      const name = JSON.stringify(projects[index]?.name);
      report(
        [index, 'name'],
        `${name} and ${JSON.stringify(other.name)} are both "${label}" as namespaces: rename one of them`,
      );
    },
  );
}

/** Two previews must share neither a namespace nor a host, which shows only the first characters of the task. */
function reportSharedPreviews(previews: readonly (Preview | undefined)[], report: Report): void {
  const shared = new Set<number>();
  reportShared(
    previews,
    ({ id }) => toDnsLabel(id),
    (index, other, label) => {
      shared.add(index);
      const id = JSON.stringify(previews[index]?.id);
      report(
        [index, 'id'],
        `${id} and ${JSON.stringify(other.id)} are both the namespace "${previewNamespace(label)}": remove one of them`,
      );
    },
  );
  reportShared(
    previews,
    ({ id }) => previewHostId(toDnsLabel(id)),
    (index, other, label) => {
      if (shared.has(index)) return;
      const id = JSON.stringify(previews[index]?.id);
      report(
        [index, 'id'],
        `${id} and ${JSON.stringify(other.id)} share "${label}", all that the preview's host shows of a task: remove one of them`,
      );
    },
  );
}

function reportShared<T>(
  items: readonly (T | undefined)[],
  key: (item: T) => string,
  report: (index: number, other: T, key: string) => void,
): void {
  const first = new Map<string, T>();
  items.forEach((item, index) => {
    if (item === undefined) return;
    const shared = key(item);
    const other = first.get(shared);
    if (other === undefined) first.set(shared, item);
    else report(index, other, shared);
  });
}

/** A preview of a project that is not there is most likely a misspelt one. */
function reportUnknownProjects(
  { projects, previews }: { projects?: readonly Project[]; previews?: readonly Preview[] },
  report: Report,
): void {
  if (projects === undefined || previews === undefined) return;
  const known = projects.map(({ name }) => toDnsLabel(name));
  previews.forEach(({ project }, index) => {
    if (known.includes(toDnsLabel(project))) return;
    const list = known.length > 0 ? `there are ${known.join(', ')}` : 'there are none';
    report(['previews', index, 'project'], `no project is called ${JSON.stringify(project)}: ${list}`);
  });
}

/** A preview that the clean-up has deleted comes back with the next apply. */
function reportPastPreviews(previews: readonly Preview[], today: Date, report: Report): void {
  previews.forEach(({ id, createdAt, ttl }, index) => {
    const end = new Date(Date.parse(createdAt) + Number.parseInt(ttl, 10) * 3_600_000);
    if (end.getTime() >= today.getTime()) return;
    report(
      ['previews', index],
      `${JSON.stringify(id)} is past its ttl of ${ttl} since ${end.toISOString()}: remove it from the list, or every apply makes it again`,
    );
  });
}

/** Two owners of one host would get each other's requests. */
function reportTakenHosts(
  { domain, projects }: { domain?: string; projects?: readonly Project[] },
  report: Report,
): void {
  const owners = new Map<string, string>(PLATFORM_HOSTS.map(({ label, owner }) => [label, owner]));
  const labels = new Set<string>();
  projects?.forEach(({ name, application }, index) => {
    // Two of the same name are told of as such.
    if (application === undefined || labels.has(toDnsLabel(name))) return;
    labels.add(toDnsLabel(name));
    for (const [environment, label] of Object.entries(projectHosts(toDnsLabel(name)))) {
      const owner = owners.get(label);
      const host = `${label}.${domain ?? '<domain>'}`;
      if (owner === undefined) owners.set(label, `${environment} of project ${JSON.stringify(name)}`);
      else
        report(
          ['projects', index, 'name'],
          `${environment} of project ${JSON.stringify(name)} would be ${host}, which is ${owner}: rename the project`,
        );
    }
  });
}
