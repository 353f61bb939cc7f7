import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { PodGroup } from '../../core/isolation/network-isolation';
import { type ManifestFile, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { DNS_ANNOTATION_PREFIX } from '../../ingress/dns-records';
import { hardenedPod, httpProbe } from '../../workloads/hardened-pod';

/** Whose records are kept, and where. */
export interface ExternalDnsProps {
  /** The zone at Cloudflare; nothing outside it is touched. */
  readonly zone: string;
}

const NAME = 'external-dns';
const NAMESPACE = { foreignName: 'kube-system' } as const;
const LABELS = { app: NAME } as const;
const TOKEN = { secret: 'cloudflare-api-token', key: 'token' } as const;
const PORT = 7979;

/** The user of its image. */
const USER = 65_532;

/**
 * ExternalDNS, which keeps Cloudflare's records as the cluster's Ingresses and load balancers have them.
 *
 * A TXT record beside each record says which cluster owns it, so that it touches no other's. What has gone from the
 * cluster goes from the DNS as well (`--policy=sync`): a record that stayed would lead to an address that may become
 * somebody else's. It runs in `kube-system`, as document 000 has it, where its pods alone are under default deny.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/cloudflare/
 */
export class ExternalDns extends Construct {
  /** Its pods, and their port for metrics. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, { zone }: ExternalDnsProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    cluster.expectSecret({
      namespace: NAMESPACE.foreignName,
      name: TOKEN.secret,
      keys: {
        [TOKEN.key]: `an API token of Cloudflare with Zone:Read and DNS:Edit for ${zone} alone, another than cert-manager's`,
      },
      purpose: "ExternalDNS keeps the zone's records",
    });
    this.pods = cluster.isolation.guests(NAMESPACE, LABELS, { port: PORT });
    cluster.isolation.allowApiServer({ from: this.pods, because: 'it watches Ingresses and Services' });
    cluster.isolation.allowInternet({ from: this.pods, ports: [443], because: "it calls Cloudflare's API" });
    const file = cluster.file(Stage.platform, NAME);
    addAccount(file);
    this.addDeployment(file, cluster.name, zone);
  }

  private addDeployment(file: ManifestFile, owner: string, zone: string): void {
    new k8s.KubeDeployment(file, 'deployment', {
      metadata: { name: NAME, namespace: NAMESPACE.foreignName },
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        // Two at once would undo each other's records.
        strategy: { type: 'Recreate' },
        template: {
          metadata: { labels: LABELS },
          spec: hardenedPod({
            name: NAME,
            image: IMAGES.externalDns,
            user: USER,
            serviceAccount: NAME,
            args: argumentsFor(owner, zone),
            env: { CF_API_TOKEN: TOKEN },
            ports: { metrics: PORT },
            probes: {
              readiness: httpProbe(PORT, '/healthz'),
              liveness: httpProbe(PORT, '/healthz', { initialDelaySeconds: 10, timeoutSeconds: 5 }),
            },
            resources: {
              requests: { cpu: '20m', memory: '64Mi' },
              limits: { cpu: '200m', memory: '128Mi' },
            },
          }),
        },
      },
    });
  }
}

function argumentsFor(owner: string, zone: string): string[] {
  return [
    '--source=ingress',
    '--source=service',
    // Of other Services it would have to watch the pods and nodes.
    '--service-type-filter=LoadBalancer',
    `--annotation-prefix=${DNS_ANNOTATION_PREFIX}`,
    `--domain-filter=${zone}`,
    '--provider=cloudflare',
    '--policy=sync',
    '--registry=txt',
    `--txt-owner-id=${owner}`,
    // An asterisk is a wildcard only where it stands alone, and the owner's record has a prefix.
    '--txt-wildcard-replacement=wildcard',
  ];
}

/** The service account, which reads what its two sources watch and changes nothing. */
function addAccount(file: ManifestFile): void {
  const metadata = { name: NAME, namespace: NAMESPACE.foreignName };
  new k8s.KubeServiceAccount(file, 'account', { metadata, automountServiceAccountToken: false });
  const verbs = ['get', 'list', 'watch'];
  new k8s.KubeClusterRole(file, 'cluster-role', {
    metadata: { name: NAME },
    rules: [
      { apiGroups: [''], resources: ['services'], verbs },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs },
    ],
  });
  new k8s.KubeClusterRoleBinding(file, 'cluster-role-binding', {
    metadata: { name: NAME },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  });
}
