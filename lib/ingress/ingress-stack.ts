import { Construct } from 'constructs';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { includesPods, type PodGroup } from '../core/isolation/network-isolation';
import { Stage } from '../core/placement';
import { quote } from '../kube/text';
import { PodService } from '../workloads/pod-service';
import { type Authority, certificatesOf, unknownSecrets, type WildcardCertificate } from './certificates';
import { checkExposure } from './check-exposure';
import type { Exposed, ExposedPath, Exposure, ExposureProps, ExposureRenderer } from './exposure';
import { hostProblem, isWildcard } from './hostnames';
import { NginxController } from './nginx/controller';
import { IngressNginxRenderer } from './nginx/renderer';
import { ExposureRegistry } from './registry';

/** What a certificate authority's HTTP-01 challenge is answered by, in the namespace of the certificate. */
const SOLVER = { labels: { 'acme.cert-manager.io/http01-solver': 'true' }, port: 8089 };

/** Where AKS runs the controller of its application routing. */
const MANAGED_NAMESPACE = 'app-routing-system';

const MANAGED_CLASS = 'webapprouting.kubernetes.azure.com';

/** How a cluster is reached from outside. */
export interface IngressStackProps {
  /**
   * How the controller runs: two replicas behind a load balancer, one on the ports 80 and 443 of every node, or by
   * somebody else.
   */
  readonly controller: 'loadBalancer' | 'hostNetwork' | 'managed';
  /**
   * The ports of each node on which a controller on the host's network listens.
   *
   * @default 80 and 443
   */
  readonly hostPorts?: { readonly http: number; readonly https: number };
  /** The IngressClass. @default 'nginx'; AKS's own for a managed controller */
  readonly className?: string;
  /** The ClusterIssuer from which certificates are ordered. @default none: exposures order no certificate */
  readonly issuer?: string;
  /**
   * How certificates' issuers prove who owns a host. With `http01` the controller may reach the solver's pods in every
   * namespace with a certificate of its own.
   *
   * @default 'http01'
   */
  readonly challenge?: 'http01' | 'dns01';
  /**
   * The certificate that the controller shows for the hosts it covers, which then order none.
   *
   * The wildcards among them become DNS names of the load balancer.
   *
   * @default none
   */
  readonly wildcard?: WildcardCertificate;
  /** Whether exposures may name secrets of other namespaces. @default false */
  readonly crossNamespaceSecrets?: boolean;
}

/**
 * The way into a cluster: an ingress-nginx controller, and {@link expose}, which makes all that one exposure takes.
 *
 * Synth fails if an exposure uses a secret that the cluster neither makes nor declares.
 *
 * @see documents 000 and 004
 */
export class IngressStack extends Construct {
  /** Where the controller's pods lie; undefined for a managed controller. */
  readonly namespace: ClusterNamespace | undefined;
  /** The controller's figures for Prometheus; undefined for a managed controller. */
  readonly metrics: PodService | undefined;
  readonly className: string;
  private readonly cluster: ClusterBase;
  private readonly controller: NginxController | undefined;
  private readonly renderer: ExposureRenderer;
  private readonly authority: Authority;
  private readonly exposures: Exposure[] = [];
  private readonly reached: PodGroup[] = [];

  /** @throws Error if a wildcard's host is none, or if a managed controller is given settings that are not ours to set */
  constructor(scope: Construct, id: string, props: IngressStackProps) {
    super(scope, id);
    this.cluster = ClusterBase.of(this);
    const managed = props.controller === 'managed';
    this.className = props.className ?? (managed ? MANAGED_CLASS : 'nginx');
    const problem = stackProblem(props);
    if (problem !== undefined) throw new Error(`ingress of cluster "${this.cluster.name}": ${problem}`);

    if (props.controller !== 'managed') {
      this.controller = new NginxController(this, 'controller', {
        placement: props.controller,
        hostPorts: props.hostPorts ?? { http: 80, https: 443 },
        className: this.className,
        defaultCertificate: props.wildcard?.secret,
        dnsNames: props.wildcard?.hosts.filter(isWildcard) ?? [],
        crossNamespaceSecrets: props.crossNamespaceSecrets ?? false,
      });
    }
    this.authority = {
      issuer: props.issuer,
      challenge: props.challenge ?? 'http01',
      wildcard: props.wildcard,
    };
    this.namespace = this.controller?.namespace;
    this.metrics = this.controller?.metrics;
    this.renderer = new IngressNginxRenderer({
      className: this.className,
      settings: this.controller?.settings,
    });
    this.node.addValidation({
      validate: () => unknownSecrets(this.cluster, this.exposures, props.wildcard),
    });
  }

  /**
   * Makes hosts reachable: the Service where none is given, the Ingress with its certificate, and the isolation rules
   * that let the controller in.
   *
   * @param name the name of the Ingress, and of the Service that is made
   * @throws Error with what is wrong, or if another exposure of the cluster has one of the hosts and paths
   */
  expose(name: string, props: ExposureProps): Exposed {
    const namespace = checkExposure(name, props);
    const registry = ExposureRegistry.of(this.cluster);
    registry.claimName(name, namespace);
    const service = props.service && this.serviceOf(name, props.service);
    const routes: ExposedPath[] = [...(props.paths ?? []), ...(service ? [{ path: '/', service }] : [])];
    const exposure: Exposure = {
      name,
      namespace,
      hosts: props.hostnames,
      routes,
      ...certificatesOf(name, props, this.authority),
      options: props,
    };
    registry.add(exposure);
    this.exposures.push(exposure);
    this.renderer.render(exposure);
    for (const { service } of routes)
      this.admit(service.pods, `"${name}" serves ${props.hostnames.join(', ')}`);
    if (
      exposure.tls.some(({ secretName }) => secretName !== undefined) &&
      this.authority.challenge === 'http01'
    ) {
      this.admit(
        namespace.pods(SOLVER.labels, { port: SOLVER.port }),
        'the certificate authority asks for what proves who owns a host',
      );
    }
    return { name, namespace, hosts: props.hostnames, service };
  }

  /**
   * Lets the controller reach pods: those of a group of namespaces at once, so that an exposure in one of them, or one
   * that is made at run-time, changes no rule of the controller.
   */
  admit(to: PodGroup, because: string): void {
    if (this.reached.some((group) => includesPods(group, to))) return;
    this.reached.push(to);
    if (this.controller) this.controller.admit(to, because);
    else {
      const from = { namespaces: { foreignName: MANAGED_NAMESPACE }, podLabels: undefined, ports: [] };
      this.cluster.isolation.allow({ from, to, because });
    }
  }

  private serviceOf(name: string, service: NonNullable<ExposureProps['service']>): PodService {
    if (service instanceof PodService) return service;
    const { namespace } = service;
    return new PodService(this, `service-${namespace.name}-${name}`, {
      ...service,
      name,
      file: namespace.file(Stage.ingress, 'ingress'),
    });
  }
}

function stackProblem({
  controller,
  wildcard,
  crossNamespaceSecrets,
}: IngressStackProps): string | undefined {
  if (controller === 'managed' && wildcard)
    return `a managed controller's default certificate is not ours to set: leave wildcard ${quote(wildcard.secret)} out`;
  if (controller === 'managed' && crossNamespaceSecrets)
    return "a managed controller's settings are not ours to set: leave crossNamespaceSecrets out";
  if (wildcard && !/^[a-z0-9-]+\/[a-z0-9.-]+$/.test(wildcard.secret))
    return `wildcard.secret ${quote(wildcard.secret)} lacks its namespace: write it as "namespace/name"`;
  for (const host of wildcard?.hosts ?? []) {
    const problem = hostProblem(host);
    if (problem !== undefined) return `wildcard.hosts: ${problem}`;
  }
  return undefined;
}
