import { type Infer, integer, object, type Report, string } from '../../config/fields';
import {
  cidr,
  dnsName,
  duration,
  emailAddress,
  ipv4,
  port,
  quantity,
  schedule,
  url,
} from '../../config/formats';
import { readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { cidrContains, cidrsOverlap, firstAddress, formatIpv4, parseCidr } from '../../kube/cidr';
import { quote } from '../../kube/text';

/** Let's Encrypt's certificates live 90 days. */
const CERTIFICATE_HOURS = 2160;

/** Flannel gives each node a /24 of the pods' range. */
const NODE_PREFIX = 24;

const node = object({ name: dnsName(), address: ipv4(), cpu: quantity(), memory: quantity() });

const network = object(
  {
    podCidr: cidr(),
    serviceCidr: cidr(),
    podMtu: integer({ expected: "an MTU of pods, 50 below the machine's,", min: 526, max: 8950 }),
    apiServerPort: port(),
  },
  { check: reportRanges },
);

const ingress = object(
  { className: dnsName(), httpPort: port(), httpsPort: port() },
  { check: reportIngressPorts },
);

const certificate = object(
  { domain: dnsName(), secretName: dnsName(), email: emailAddress(), renewBefore: duration() },
  { check: reportLongRenewal },
);

const mercury = object(
  {
    image: string({ expected: 'an image with a tag', check: imageProblem }),
    port: port(),
    healthPath: string({ expected: 'a path such as /healthz', check: pathProblem }),
    minReplicas: integer({ min: 2 }),
    maxReplicas: integer({ min: 2 }),
  },
  { check: reportReplicas },
);

const backup = object({
  schedule: schedule(),
  endpoint: url(),
  bucket: dnsName(),
  keepDaily: integer({ min: 1 }),
  keepWeekly: integer({ min: 0 }),
  keepMonthly: integer({ min: 0 }),
});

const arcana = object(
  {
    kubernetesVersion: string({ expected: "Kubernetes' version such as 1.34.4", check: versionProblem }),
    node,
    network,
    ingress,
    certificate,
    mercury,
    backup,
    audit: object({ schedule: schedule() }),
  },
  { check: reportNodeInRange },
);

type ArcanaFile = Infer<typeof arcana>;
type NetworkPart = Infer<typeof network>;
type NodePart = Infer<typeof node>;

/** What `config/arcana.yaml` says. */
export interface ArcanaConfig extends ArcanaFile {
  readonly cluster: ClusterBaseProps;
}

/** @throws ConfigError with every problem of the file, each with its line */
export function readArcana(file: string): ArcanaConfig {
  const config = readConfig(file, arcana);
  const { node, network, kubernetesVersion } = config;
  return {
    ...config,
    cluster: {
      kubernetesVersion: minorOf(kubernetesVersion),
      nodes: [{ name: node.name, count: 1, cpu: node.cpu, memory: node.memory }],
      network: {
        policyEngine: 'kube-network-policies',
        podCidr: network.podCidr,
        serviceCidr: network.serviceCidr,
        nodeCidrs: [`${node.address}/32`],
        podBridgeCidrs: [`${bridgeAddress(network.podCidr)}/32`],
        apiServer: { cidrs: [`${node.address}/32`], port: network.apiServerPort },
      },
    },
  };
}

/** The address of the pods' bridge: the one after the first of `podCidr`, as the only node has the first /24. */
function bridgeAddress(podCidr: string): string {
  return formatIpv4(firstAddress(parseCidr(podCidr)) + 1);
}

function minorOf(version: string): string {
  return version.replace(/\.\d+$/, '');
}

function versionProblem(version: string): string | undefined {
  const name = `Kubernetes version ${quote(version)}`;
  if (!/^1\.[1-9]\d*\.(0|[1-9]\d*)$/.test(version))
    return `${name} is none: write all three numbers, such as ${KUBERNETES_VERSION}.4`;
  if (minorOf(version) === KUBERNETES_VERSION) return undefined;
  return `${name} is not of ${KUBERNETES_VERSION}, which API versions and images are pinned for: change lib/core/versions.ts first`;
}

function imageProblem(image: string): string | undefined {
  const name = `image ${quote(image)}`;
  const tag = /^[a-z0-9][\w.:/-]*[a-z0-9]:([\w][\w.-]{0,127})$/.exec(image)?.[1];
  if (tag === undefined) return `${name} has no tag: write it like ghcr.io/arcana-cfd/mercury:1.0.0`;
  return tag === 'latest' ? `${name} names no version: nobody can tell what runs, pin a tag` : undefined;
}

function pathProblem(path: string): string | undefined {
  return /^\/[\w./~-]*$/.test(path) ? undefined : `path ${quote(path)} is none: write it like /healthz`;
}

/** Ranges that share an address would send packets astray, and the node's pods need a part of their own. */
function reportRanges(
  { podCidr, serviceCidr }: { podCidr?: string; serviceCidr?: string },
  report: Report,
): void {
  if (podCidr === undefined) return;
  if (parseCidr(podCidr).prefix > NODE_PREFIX)
    report(['podCidr'], `IPv4 range ${quote(podCidr)} holds no /${NODE_PREFIX} for the node: make it larger`);
  if (serviceCidr !== undefined && cidrsOverlap(podCidr, serviceCidr))
    report(['serviceCidr'], `${quote(serviceCidr)} overlaps podCidr, ${quote(podCidr)}: choose ranges apart`);
}

function reportLongRenewal({ renewBefore }: { renewBefore?: string }, report: Report): void {
  if (renewBefore === undefined || Number.parseInt(renewBefore, 10) < CERTIFICATE_HOURS) return;
  report(
    ['renewBefore'],
    `duration ${quote(renewBefore)} is as long as the certificate, which lives ${CERTIFICATE_HOURS}h: it would be ordered anew without end, write less`,
  );
}

function reportReplicas(
  { minReplicas, maxReplicas }: { minReplicas?: number; maxReplicas?: number },
  report: Report,
): void {
  if (minReplicas === undefined || maxReplicas === undefined || minReplicas <= maxReplicas) return;
  report(
    ['maxReplicas'],
    `${maxReplicas} is less than minReplicas, ${minReplicas}: raise one or lower the other`,
  );
}

/** Let's Encrypt asks for what proves a host on port 80 and no other. */
function reportIngressPorts(
  { httpPort, httpsPort }: { httpPort?: number; httpsPort?: number },
  report: Report,
): void {
  if (httpPort !== undefined && httpPort !== 80)
    report(['httpPort'], `${httpPort} is no port that Let's Encrypt asks (HTTP-01): write 80`);
  if (httpsPort !== undefined && httpsPort === httpPort)
    report(['httpsPort'], `${httpsPort} is httpPort too: write another, such as 443`);
}

/** A machine within a range of the cluster's own would be taken for a pod or a Service. */
function reportNodeInRange(
  { network, node }: { network?: NetworkPart; node?: NodePart },
  report: Report,
): void {
  if (network === undefined || node === undefined) return;
  const { podCidr, serviceCidr } = network;
  for (const [name, range] of [
    ['podCidr', podCidr],
    ['serviceCidr', serviceCidr],
  ] as const) {
    if (cidrContains(range, `${node.address}/32`))
      report(
        ['node', 'address'],
        `${quote(node.address)} lies in ${name}, ${quote(range)}: the machine's own address is outside of both ranges`,
      );
  }
}
