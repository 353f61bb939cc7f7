import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import type { PodGroup } from '../../core/isolation/connection';
import { ForeignNamespace } from '../../core/isolation/foreign-namespace';
import { placeIn, Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { DNS_ANNOTATION_PREFIX } from '../../ingress/dns-records';
import type { SecretKey } from '../../workloads/env';
import { hardenedPod, httpProbe } from '../../workloads/hardened-pod';
import { ServiceAccount } from '../../workloads/service-account';

/** Whose records are kept, and where. */
export interface ExternalDnsProps {
  /** The zone at Cloudflare; nothing outside it is touched. */
  readonly zone: string;
}

const NAME = 'external-dns';
const NAMESPACE = new ForeignNamespace('kube-system');
const LABELS = { app: NAME } as const;
const TOKEN_KEY = 'token';
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
    placeIn(this, Stage.addons, NAME);
    const secret = cluster.expectSecret({
      namespace: NAMESPACE,
      name: 'cloudflare-api-token',
      keys: {
        [TOKEN_KEY]: `an API token of Cloudflare with Zone:Read and DNS:Edit for ${zone} alone, another than cert-manager's`,
      },
      purpose: "ExternalDNS keeps the zone's records",
    });
    this.pods = cluster.isolation.guests(NAMESPACE, LABELS, { port: PORT });
    cluster.isolation.allowApiServer({ from: this.pods, because: 'it watches Ingresses and Services' });
    cluster.isolation.allowInternet({ from: this.pods, ports: [443], because: "it calls Cloudflare's API" });
    this.addDeployment(this.addAccount(), { secret, key: TOKEN_KEY }, cluster.name, zone);
  }

  /** The ServiceAccount: it reads the objects of both sources, and changes nothing. */
  private addAccount(): ServiceAccount {
    const account = new ServiceAccount(this, 'account', {
      namespace: NAMESPACE,
      name: NAME,
      automountToken: false,
    });
    placeIn(account, Stage.addons, NAME);
    const verbs = ['get', 'list', 'watch'];
    account.grantEverywhere([
      { apiGroup: '', resources: ['services'], verbs },
      { apiGroup: 'networking.k8s.io', resources: ['ingresses'], verbs },
    ]);
    return account;
  }

  private addDeployment(serviceAccount: ServiceAccount, token: SecretKey, owner: string, zone: string): void {
    new k8s.KubeDeployment(this, 'deployment', {
      metadata: { name: NAME, namespace: NAMESPACE.name },
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
            serviceAccount,
            args: argumentsFor(owner, zone),
            env: { CF_API_TOKEN: token },
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
