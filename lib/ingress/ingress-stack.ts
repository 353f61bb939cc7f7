import { Construct } from 'constructs';
import type { AcmeIssuer } from '../certificates/certificate-rules';
import { ClusterBase } from '../core/cluster-base';
import type { ClusterNamespace } from '../core/cluster-namespace';
import type { PodGroup } from '../core/isolation/connection';
import { includesPods } from '../core/isolation/network-isolation';
import { placeIn, Stage } from '../core/placement';
import { HTTP01_SOLVER } from '../kube/cert-manager';
import { hostProblem } from '../kube/hostnames';
import { PodService } from '../workloads/pod-service';
import { certificatesOf, orderCertificates } from './certificates';
import { checkExposure, isNewService } from './check-exposure';
import type { IngressController, IngressControllerFactory, WildcardCertificate } from './controller';
import type { Exposed, ExposedPath, Exposure, ExposureProps } from './exposure';
import { exposureError } from './exposure-error';
import { register } from './registry';

/** The properties of the ingress of a cluster. */
export interface IngressStackProps<C extends IngressController = IngressController> {
  /**
   * The ingress controller: `nginx({ … })`, `managed(…)` for one that the cloud provider runs, `envoyGateway({ … })`, or
   * `sideBySide(…)` for two of them during a migration.
   */
  readonly controller: IngressControllerFactory<C>;
  /**
   * The issuer of the certificates of exposures. If it uses HTTP-01, the controller may connect to the solver's pods.
   *
   * @default none: exposures cannot order certificates
   */
  readonly issuer?: AcmeIssuer;
  /**
   * The default certificate of the controller. For hosts that it covers, no certificate is ordered. Its wildcards become
   * DNS names of the load balancer.
   *
   * @default none
   */
  readonly wildcard?: WildcardCertificate;
}

/**
 * The ingress of a cluster: an ingress controller, and {@link expose}, which makes hosts reachable from outside the
 * cluster.
 *
 * @see documents 000 and 004
 */
export class IngressStack<C extends IngressController = IngressController> extends Construct {
  readonly controller: C;
  private readonly reached: PodGroup[] = [];

  /** @throws Error if a host of the wildcard certificate is invalid, or if the controller refuses its settings */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: IngressStackProps<C>,
  ) {
    super(scope, id);
    for (const host of props.wildcard?.dnsNames ?? []) {
      const problem = hostProblem(host);
      if (problem) throw new Error(`ingress of cluster "${ClusterBase.of(this).name}": wildcard: ${problem}`);
    }
    this.controller = props.controller(this, { wildcard: props.wildcard, publishes: () => true });
  }

  /**
   * Makes hosts reachable from outside the cluster.
   *
   * This makes the Service if its properties are given, makes the objects of the controller with their certificates, and
   * allows the controller to connect to the pods. The objects belong to the namespace of the Service.
   *
   * @param name the name of the Ingress, and of a new Service
   * @throws Error if a property is invalid, or if another exposure of the cluster has one of the hosts and paths
   */
  expose(name: string, props: ExposureProps): Exposed {
    const namespace = checkExposure(name, props);
    const exposures = exposuresOf(namespace);
    if (exposures.node.tryFindChild(name))
      throw exposureError(
        name,
        `duplicate name in namespace "${namespace.name}": rename one of the exposures`,
      );
    const scope = new Construct(exposures, name);
    const { service: given } = props;
    const service =
      given && isNewService(given) ? new PodService(scope, 'service', { ...given, name }) : given;
    const routes: ExposedPath[] = [...(props.paths ?? []), ...(service ? [{ path: '/', service }] : [])];
    const exposure: Exposure = {
      name,
      namespace,
      hosts: props.hostnames,
      routes,
      ...certificatesOf(name, namespace.name, props, {
        ...this.props,
        hasCertificate: (host) => this.controller.hasCertificate?.(host) ?? false,
      }),
      options: props,
    };
    register(ClusterBase.of(this), exposure);
    orderCertificates(scope, exposure);
    this.controller.expose(scope, exposure);
    for (const { service } of routes)
      this.admit(service.pods, `"${name}" serves ${props.hostnames.join(', ')}`);
    if (this.usesHttp01(exposure)) {
      this.admit(
        namespace.pods(HTTP01_SOLVER.labels, { port: HTTP01_SOLVER.port }),
        'the certificate authority validates the host by HTTP-01',
      );
    }
    return { name, namespace, hosts: props.hostnames, service };
  }

  /**
   * Allows the controller to connect to pods.
   *
   * If a group of namespaces is admitted, later exposures in the group need no rule of their own, and neither do those
   * that a program makes at runtime: the policy of the controller does not change.
   */
  admit(to: PodGroup, because: string): void {
    if (this.reached.some((group) => includesPods(group, to))) return;
    this.reached.push(to);
    this.controller.admit(to, because);
  }

  /** Whether a certificate of the exposure may be issued by HTTP-01, by the issuer of the stack or by another one. */
  private usesHttp01({ tls }: Exposure): boolean {
    const challenge = this.props.issuer?.proof.challenge ?? 'http01';
    return challenge === 'http01' && tls.some(({ secretName }) => secretName !== undefined);
  }
}

/** The scope of all exposures of a namespace. */
function exposuresOf(namespace: ClusterNamespace): Construct {
  const found = namespace.node.tryFindChild('exposures') as Construct | undefined;
  if (found) return found;
  const scope = new Construct(namespace, 'exposures');
  placeIn(scope, Stage.ingress, 'ingress');
  return scope;
}
