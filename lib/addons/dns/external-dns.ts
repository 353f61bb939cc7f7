import { Construct } from 'constructs';
import { GATEWAY_API } from '../../../imports/gateway-api';
import * as k8s from '../../../imports/k8s';
import { ClusterBase } from '../../core/cluster-base';
import { ForeignNamespace } from '../../core/isolation/foreign-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { PriorityClass } from '../../core/priority-class';
import { IMAGES } from '../../core/versions';
import { DNS_ANNOTATION_PREFIX } from '../../ingress/dns-records';
import { hasController, type IngressSetting } from '../../ingress/setting';
import { httpProbe } from '../../workloads/hardened-pod';
import { ServiceAccount } from '../../workloads/service-account';
import { StatelessWorkload } from '../../workloads/stateless-workload';
import type { ScrapeJob } from '../monitoring/scrape-job';

/** The properties of ExternalDNS. */
export interface ExternalDnsProps {
  /** The zone at Cloudflare. Records outside it are not changed. */
  readonly zone: string;
  /** The controllers for whose Ingresses and routes it makes records. */
  readonly sources: IngressSetting;
  /** @default none: its priority is 0 */
  readonly priorityClass?: PriorityClass;
}

const NAME = 'external-dns';
const NAMESPACE = new ForeignNamespace('kube-system');
const PORT = 7979;

/**
 * ExternalDNS, which creates DNS records at Cloudflare for the Ingresses and load balancers of the cluster.
 *
 * A TXT record beside each record names the cluster that owns it, and ExternalDNS changes only records of its own
 * cluster. It deletes a record when the object is deleted (`--policy=sync`): the address of a stale record could later
 * belong to somebody else. ExternalDNS runs in `kube-system`, as document 000 requires; default deny applies there only
 * to its own pods.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/cloudflare/
 */
export class ExternalDns extends Construct {
  /** Its metrics. The alerts on them are in `DNS_RULES`. */
  readonly metricsJob: ScrapeJob;

  constructor(scope: Construct, id: string, { zone, sources, priorityClass }: ExternalDnsProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    const { isolation } = cluster;
    placeIn(this, Stage.addons, NAME);
    const secret = cluster.expectSecret({
      namespace: NAMESPACE,
      name: 'cloudflare-api-token',
      keys: {
        token: `an API token of Cloudflare with Zone:Read and DNS:Edit for ${zone} only, separate from cert-manager's token`,
      },
      purpose: "ExternalDNS updates the zone's records",
    });
    const { pods } = new StatelessWorkload(this, 'workload', {
      namespace: {
        name: NAMESPACE.name,
        priorityClass,
        pods: (labels, ...ports) => isolation.guests(NAMESPACE, labels, ...ports),
      },
      name: NAME,
      replicas: 1,
      // Two pods at once would revert each other's records.
      rollout: 'recreate',
      drainSeconds: 0,
      image: IMAGES.externalDns,
      user: 65_532,
      serviceAccount: this.addAccount(sources),
      args: [
        ...(hasController(sources, 'nginx') ? ['--source=ingress'] : []),
        ...(hasController(sources, 'gateway')
          ? ['--source=gateway-httproute', '--gateway-listener-sets']
          : []),
        '--source=service',
        // For other types of Services, ExternalDNS would also need to watch pods and nodes.
        '--service-type-filter=LoadBalancer',
        `--annotation-prefix=${DNS_ANNOTATION_PREFIX}`,
        `--domain-filter=${zone}`,
        '--provider=cloudflare',
        '--policy=sync',
        '--registry=txt',
        `--txt-owner-id=${cluster.name}`,
        // An asterisk is a wildcard only if it is a label of its own, and the name of a TXT record has a prefix.
        '--txt-wildcard-replacement=wildcard',
      ],
      env: { CF_API_TOKEN: { secret, key: 'token' } },
      ports: { metrics: PORT },
      probes: {
        readiness: httpProbe(PORT, '/healthz'),
        liveness: httpProbe(PORT, '/healthz', { initialDelaySeconds: 10, timeoutSeconds: 5 }),
      },
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    });
    isolation.allowApiServer({ from: pods, because: 'ExternalDNS watches Ingresses and Services' });
    isolation.allowInternet({ from: pods, ports: [443], because: "ExternalDNS calls Cloudflare's API" });
    new k8s.KubeService(this, 'metrics', {
      metadata: { name: NAME, namespace: NAMESPACE.name },
      spec: {
        selector: { app: NAME },
        ports: [
          { name: 'metrics', port: PORT, targetPort: k8s.IntOrString.fromNumber(PORT), protocol: 'TCP' },
        ],
      },
    });
    this.metricsJob = {
      job: NAME,
      pods,
      port: PORT,
      service: `${NAME}.${NAMESPACE.name}.svc:${PORT}`,
      keep: ['external_dns_controller_.+', 'external_dns_(registry|source)_errors_total'],
    };
  }

  /** The ServiceAccount, with permission to read the objects of both sources. */
  private addAccount(sources: IngressSetting): ServiceAccount {
    const account = new ServiceAccount(this, 'account', {
      namespace: NAMESPACE,
      name: NAME,
      automountToken: false,
    });
    placeIn(account, Stage.addons, NAME);
    const verbs = ['get', 'list', 'watch'];
    account.grantEverywhere([
      { apiGroup: '', resources: ['services'], verbs },
      ...(hasController(sources, 'nginx')
        ? [{ apiGroup: 'networking.k8s.io', resources: ['ingresses'], verbs }]
        : []),
      ...(hasController(sources, 'gateway')
        ? [
            { apiGroup: GATEWAY_API, resources: ['gateways', 'httproutes', 'listenersets'], verbs },
            { apiGroup: '', resources: ['namespaces'], verbs },
          ]
        : []),
    ]);
    return account;
  }
}
