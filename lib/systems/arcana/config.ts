import { described, type Infer, integer, object, optional, type Report, string } from '../../config/fields';
import { dnsName, duration, ipv4, port, schedule } from '../../config/formats';
import { type Advice, readConfig } from '../../config/reader';
import type { ClusterBaseProps } from '../../core/cluster-base';
import { KUBERNETES_VERSION } from '../../core/versions';
import { cidrContains, firstAddress, formatIpv4, parseCidr } from '../../kube/cidr';
import { parseHours } from '../../kube/go-duration';
import { quote } from '../../kube/text';
import {
  acmeEmail,
  alerts,
  backupFields,
  ingressFields,
  networkFields,
  nodeSize,
  reportIngress,
  reportOverlaps,
} from '../shared-fields';
import { type MercuryConfig, mercuryField, reportEgress } from './mercury-config';

/** The lifetime of a certificate of Let's Encrypt: 90 days. */
const CERTIFICATE_HOURS = 2160;

/** Flannel assigns to each node a /24 of the range of pods. */
const NODE_PREFIX = 24;

const VERSION = /^1\.[1-9]\d*\.(0|[1-9]\d*)$/;

const node = object({
  name: described("The node's name in Kubernetes.", dnsName()),
  address: described('The public address of the machine.', ipv4()),
  cpu: described('The allocatable CPU, minus the requests of the pods of kubeadm.', nodeSize.cpu),
  memory: described('The allocatable memory, minus the requests of the pods of kubeadm.', nodeSize.memory),
  disk: described(
    'The allocatable disk (ephemeral-storage), without the space of the volumes. Default: not counted',
    optional(nodeSize.disk),
  ),
});

const network = object(
  {
    podCidr: networkFields.podCidr,
    serviceCidr: networkFields.serviceCidr,
    podMtu: described(
      'The MTU of pods: the MTU of the machine minus 50.',
      integer({ noun: "a pod MTU (the machine's MTU minus 50)", min: 526, max: 8950 }),
    ),
    apiServerPort: described('The port of the API server.', port()),
  },
  {
    check({ podCidr, serviceCidr }, report) {
      if (podCidr !== undefined && parseCidr(podCidr).prefix > NODE_PREFIX)
        report(
          ['podCidr'],
          `IPv4 range ${quote(podCidr)} is smaller than the /${NODE_PREFIX} that the node needs: make it larger`,
        );
      reportOverlaps({ podCidr, serviceCidr }, report);
    },
  },
);

const ingress = object(
  {
    className: described('The name of the IngressClass.', dnsName()),
    httpPort: described("The HTTP port of the machine; Let's Encrypt requires 80.", port()),
    httpsPort: described('The HTTPS port of the machine.', port()),
    ...ingressFields,
    gatewayAddress: described(
      'The IPv4 address of the machine on which the gateway listens, such as a floating IP. With both, it is not node.address, on which nginx listens. Default: all addresses',
      optional(ipv4()),
    ),
  },
  {
    check({ httpPort, httpsPort, gatewayAddress, ...setting }, report) {
      reportIngress(setting, report);
      if (setting.controllers === 'both' && gatewayAddress === undefined)
        report(
          ['controllers'],
          'is both, but two controllers cannot listen on the same ports of one address: write a second address of the machine in gatewayAddress',
        );
      if (setting.controllers === 'nginx' && gatewayAddress !== undefined)
        report(['gatewayAddress'], 'is only for a gateway, but controllers is nginx: remove it');
      if (httpPort !== undefined && httpPort !== 80)
        report(
          ['httpPort'],
          `is ${httpPort}, but Let's Encrypt connects to port 80 only (HTTP-01): write 80`,
        );
      if (httpsPort !== undefined && httpsPort === httpPort)
        report(['httpsPort'], `is ${httpsPort}, the same as httpPort: write another port, such as 443`);
    },
  },
);

const certificate = object(
  {
    domain: described('The host of Mercury, for which the certificate is issued.', dnsName()),
    secretName: described('The name of the Secret that stores the certificate.', dnsName()),
    email: acmeEmail,
    renewBefore: described(
      `The time before its expiry at which the certificate is renewed; its lifetime is ${CERTIFICATE_HOURS}h.`,
      duration(),
    ),
  },
  {
    check({ renewBefore }, report) {
      if (renewBefore === undefined || parseHours(renewBefore) < CERTIFICATE_HOURS) return;
      report(
        ['renewBefore'],
        `${quote(renewBefore)} is not less than the lifetime of the certificate, ${CERTIFICATE_HOURS}h, so the certificate would be renewed continuously: write less`,
      );
    },
  },
);

const audit = object({ schedule: described('The schedule of the report, in UTC.', schedule()) });

/** The fields of `config/arcana.yaml`. */
export const arcanaFile = object(
  {
    kubernetesVersion: described(
      `The version that kubeadm installs, a patch release of ${KUBERNETES_VERSION}.`,
      string({
        noun: 'a Kubernetes version',
        example: `${KUBERNETES_VERSION}.4`,
        pattern: VERSION,
        remedy: `write all three numbers, such as ${KUBERNETES_VERSION}.4`,
        check: minorProblem,
      }),
    ),
    node: described('The machine, the only node of the cluster.', node),
    network: described('The network of the cluster.', network),
    ingress: described('The ingress controller.', ingress),
    certificate: described('The certificate of Mercury.', certificate),
    mercury: described('The application.', mercuryField),
    backup: described('Encrypted backups, stored off the machine.', backupFields),
    audit: described('The report of all permissions, written to the logs.', audit),
    alerts,
  },
  {
    check({ network, node, mercury, certificate }, report) {
      if (network && node && mercury)
        reportEgress(mercury.egress, { ...network, node: node.address }, report);
      if (mercury && certificate) reportCertificateSecret(mercury, certificate.secretName, report);
      for (const name of ['podCidr', 'serviceCidr'] as const) {
        if (network && node && cidrContains(network[name], `${node.address}/32`))
          report(
            ['node', 'address'],
            `${quote(node.address)} is in ${name}, ${quote(network[name])}: the address of the machine must be outside of both ranges`,
          );
      }
    },
  },
);

/** The configuration of Arcana: the values of `config/arcana.yaml`, of which `cluster` combines some. */
export interface ArcanaConfig extends Infer<typeof arcanaFile> {
  readonly cluster: ClusterBaseProps;
}

/**
 * The labels that kubeadm sets on a control-plane node.
 *
 * @see https://kubernetes.io/docs/reference/setup-tools/kubeadm/implementation-details/#mark-the-node-as-control-plane
 */
const CONTROL_PLANE_LABELS = {
  'node-role.kubernetes.io/control-plane': '',
  'node.kubernetes.io/exclude-from-external-load-balancers': '',
};

/**
 * Reads `config/arcana.yaml`.
 *
 * @param advice reports placeholders @default they are not reported
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readArcana(file: string, advice?: Advice): ArcanaConfig {
  const config = readConfig(file, arcanaFile, advice);
  const { node, network, kubernetesVersion } = config;
  return {
    ...config,
    cluster: {
      kubernetesVersion: minorOf(kubernetesVersion),
      nodes: [
        {
          name: node.name,
          count: 1,
          cpu: node.cpu,
          memory: node.memory,
          disk: node.disk,
          labels: CONTROL_PLANE_LABELS,
        },
      ],
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

/** cert-manager writes the Secret of the certificate, and would overwrite what a person has created. */
function reportCertificateSecret(
  { secrets, imagePullSecret }: MercuryConfig,
  name: string,
  report: Report,
): void {
  const problem = `${quote(name)} is the Secret of the certificate (certificate.secretName): use another name`;
  if (imagePullSecret === name) report(['mercury', 'imagePullSecret'], problem);
  for (const [variable, { secret }] of secrets ?? [])
    if (secret === name) report(['mercury', 'secrets', variable, 'secret'], problem);
}

/** The address of the pods' bridge: the second address of `podCidr`, because the only node has the first /24. */
function bridgeAddress(podCidr: string): string {
  return formatIpv4(firstAddress(parseCidr(podCidr)) + 1);
}

function minorOf(version: string): string {
  return version.replace(/\.\d+$/, '');
}

function minorProblem(version: string): string | undefined {
  if (!VERSION.test(version) || minorOf(version) === KUBERNETES_VERSION) return undefined;
  return `Kubernetes version ${quote(version)} is not a release of ${KUBERNETES_VERSION}, for which API versions and images are pinned: change lib/core/versions.ts first`;
}
