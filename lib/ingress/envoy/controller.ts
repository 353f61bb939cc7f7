import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { ENVOY_GATEWAY } from '../../../imports/envoy-gateway';
import { GatewayClass } from '../../../imports/gateway-api';
import * as k8s from '../../../imports/k8s';
import { PrivateAuthority } from '../../certificates/private-authority';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import { ENVOY_GATEWAY_VERSION, GATEWAY_API_VERSION, IMAGES } from '../../core/versions';
import { parseIpv4 } from '../../kube/cidr';
import { isWildcard } from '../../kube/hostnames';
import type { Labels } from '../../kube/labels';
import { CONFIG_HASH, configHash, mountConfig } from '../../workloads/config-files';
import { httpProbe } from '../../workloads/hardened-pod';
import { PodService } from '../../workloads/pod-service';
import { StatelessWorkload } from '../../workloads/stateless-workload';
import { dnsRecords } from '../dns-records';
import { ENVOY_LABELS, envoySettings, envoysIn } from './proxies';
import { envoyGatewayAccount, HMAC_SECRET } from './rbac';
import { CONTROLLER_NAME, envoyGatewayConfig } from './settings';

/** The name of the Deployment, its Service and the Secret of its certificate. Envoys connect to this Service. */
const NAME = 'envoy-gateway';

/** The Secret with which Envoys authenticate themselves. Envoy Gateway mounts it by this name. */
const ENVOY_SECRET = 'envoy';

const LABELS = { 'control-plane': NAME };

/** The port from which Envoys receive their configuration. */
const XDS_PORT = 18_000;
const METRICS_PORT = 19_001;
const HEALTH_PORT = 8081;

/** The user of the image. */
const USER = 65_532;

const DEFAULT_DRAIN = Duration.seconds(240);
const SHORTEST_DRAIN = Duration.seconds(60);

/** Pods, and the port of their metrics. */
interface MetricsPods {
  readonly pods: PodGroup;
  readonly port: number;
}

/** The properties of an Envoy Gateway. */
export interface EnvoyGatewayProps {
  /**
   * The namespace of Envoy Gateway, and of the Envoys of all gateways. With `hostPorts` it must have the Pod Security level
   * `privileged`: lower levels forbid host ports.
   */
  readonly namespace: ClusterNamespace;
  /**
   * `loadBalancer`: two Envoys for each gateway on different nodes, behind a load balancer. `hostPorts`: one on every node,
   * on the ports 80 and 443 of the node. Then the cluster can have one gateway only.
   */
  readonly placement: 'loadBalancer' | 'hostPorts';
  /**
   * With `hostPorts`: the IPv4 address of the node on which the Envoys listen. Another ingress controller can use the same
   * ports of another address.
   *
   * @default all addresses
   */
  readonly hostAddress?: string;
  /** The GatewayClass that is made. @default 'envoy' */
  readonly className?: string;
  /** The hosts of the default certificate. The wildcards become DNS names of the load balancer. @default none */
  readonly dnsNames?: readonly string[];
  /**
   * How long a connection, such as a WebSocket, may last after its Envoy was told to stop: at least a minute.
   *
   * Envoys receive changed routes and certificates without a restart. They are replaced by an upgrade, or by a change of
   * their settings.
   *
   * @default 240 seconds
   */
  readonly drain?: Duration;
}

/**
 * Envoy Gateway: the controller that makes Envoys for each Gateway of its class, with its permissions and certificates.
 *
 * A person installs the CRDs of the Gateway API and of Envoy Gateway before these objects are applied. cert-manager issues
 * the certificates with which Envoys and Envoy Gateway authenticate each other, instead of the Job `certgen` of the chart,
 * whose certificates are never renewed. Both ends read a renewed certificate without a restart: Envoy Gateway at each new
 * connection, and Envoy when the files of the Secret change.
 *
 * Without Envoy Gateway, the Envoys keep serving with their last configuration, but learn of no new pods. It has two
 * replicas behind a load balancer: both serve the Envoys, and one of them makes Envoys and writes status.
 *
 * @see https://gateway.envoyproxy.io/docs/concepts/
 * @see https://gateway.envoyproxy.io/docs/install/custom-cert/
 */
export class EnvoyGatewayController extends Construct {
  readonly className: string;
  /** The namespace of the Envoys of all gateways. */
  readonly gatewayNamespace: ClusterNamespace;
  /** The Envoys, on the ports for HTTP and HTTPS. */
  readonly envoys: PodGroup;
  /** The pods with metrics, and their port: Envoy Gateway, and the Envoys. */
  readonly metrics: { readonly controller: MetricsPods; readonly envoys: MetricsPods };

  /** @throws Error if the namespace does not admit host ports, or if the host address or the drain is invalid */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EnvoyGatewayProps,
  ) {
    super(scope, id);
    const { namespace, className = 'envoy', drain = DEFAULT_DRAIN } = props;
    const problem = problemOf(props, drain);
    if (problem) throw new Error(`envoy gateway of cluster "${ClusterBase.of(this).name}": ${problem}`);
    placeIn(this, Stage.addons, NAME);
    this.className = className;
    this.gatewayNamespace = namespace;
    this.envoys = envoysIn(namespace);
    const metricsOf = (labels: Labels) => ({ pods: namespace.pods(labels), port: METRICS_PORT });
    this.metrics = { controller: metricsOf(LABELS), envoys: metricsOf(ENVOY_LABELS) };
    const cluster = ClusterBase.of(this);
    cluster.expectComponent({ name: 'Gateway API', version: GATEWAY_API_VERSION });
    cluster.expectComponent({ name: 'Envoy Gateway', version: ENVOY_GATEWAY_VERSION });
    this.addCertificates();
    this.addController();
    this.addClass(drain);
  }

  private addCertificates(): void {
    const { namespace } = this.props;
    const authority = new PrivateAuthority(this, 'authority', namespace, `${NAME}-ca`);
    const service = `${NAME}.${namespace.name}`;
    authority.certificate({
      secretName: NAME,
      // Envoys compare the first of these names.
      dnsNames: [NAME, service, `${service}.svc`, `${service}.svc.cluster.local`],
      usage: 'server auth',
    });
    authority.certificate({
      secretName: ENVOY_SECRET,
      dnsNames: [`*.${namespace.name}`],
      usage: 'client auth',
    });
    // Nothing uses the key of this Secret, so that it is empty. Without the Secret, Envoy Gateway would log an error at every
    // change. It logs one at its start: that it serves no WebAssembly.
    new k8s.KubeSecret(this, 'hmac', { metadata: { name: HMAC_SECRET, namespace: namespace.name } });
  }

  private addController(): void {
    const { isolation } = ClusterBase.of(this);
    const { namespace, placement } = this.props;
    const account = envoyGatewayAccount(this, namespace);
    const files = { 'envoy-gateway.yaml': envoyGatewayConfig() };
    const config = mountConfig(this, namespace, [
      { name: 'envoy-gateway-config', mountPath: '/config', files: () => files },
    ]);
    new StatelessWorkload(this, 'controller', {
      namespace,
      name: NAME,
      labels: LABELS,
      replicas: placement === 'loadBalancer' ? 2 : 1,
      image: IMAGES.envoyGateway,
      user: USER,
      serviceAccount: account,
      args: ['server', '--config-path=/config/envoy-gateway.yaml'],
      env: { ENVOY_GATEWAY_NAMESPACE: namespace.name, KUBERNETES_CLUSTER_DOMAIN: 'cluster.local' },
      ports: { grpc: XDS_PORT, metrics: METRICS_PORT, health: HEALTH_PORT },
      probes: {
        startup: httpProbe(HEALTH_PORT, '/healthz', { periodSeconds: 1, failureThreshold: 60 }),
        readiness: httpProbe(HEALTH_PORT, '/readyz', { periodSeconds: 10 }),
        liveness: httpProbe(HEALTH_PORT, '/healthz', { periodSeconds: 20 }),
      },
      podAnnotations: { [CONFIG_HASH]: configHash(files) },
      mounts: [...config.mounts, { name: 'certs', mountPath: '/certs', readOnly: true }],
      volumes: [...config.volumes, { name: 'certs', secret: { secretName: NAME } }],
      scratch: { '/var/lib/eg/wasm': '16Mi' },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    });
    const xds = new PodService(this, 'service', {
      namespace,
      name: NAME,
      selector: LABELS,
      port: XDS_PORT,
      portName: 'grpc',
    });
    isolation.allowFromAnywhere({ to: this.envoys, because: 'clients connect from anywhere' });
    isolation.allow({
      from: this.envoys,
      to: xds.pods,
      because: 'Envoys receive their configuration from Envoy Gateway',
    });
    isolation.allowApiServer({
      from: namespace.pods(LABELS),
      because: 'the controller watches Gateways, routes, Services and Secrets, and makes Envoys',
    });
  }

  private addClass(drain: Duration): void {
    const { namespace, placement, hostAddress } = this.props;
    const dnsNames = this.props.dnsNames?.filter(isWildcard) ?? [];
    const settings = envoySettings(this, 'envoys', {
      name: this.className,
      namespace,
      placement,
      hostAddress,
      drain,
      serviceAnnotations: dnsNames.length > 0 ? dnsRecords(dnsNames) : undefined,
    });
    new GatewayClass(this, 'class', {
      name: this.className,
      spec: {
        controllerName: CONTROLLER_NAME,
        parametersRef: {
          group: ENVOY_GATEWAY,
          kind: 'EnvoyProxy',
          name: settings.name,
          namespace: namespace.name,
        },
      },
    });
  }
}

function problemOf(props: EnvoyGatewayProps, drain: Duration): string | undefined {
  const { namespace, placement, hostAddress } = props;
  const onHost = placement === 'hostPorts';
  if (onHost && namespace.podSecurity !== 'privileged')
    return `host ports need a privileged namespace, but "${namespace.name}" is ${namespace.podSecurity}: set its podSecurity`;
  if (hostAddress !== undefined && !onHost)
    return `hostAddress "${hostAddress}" is ignored behind a load balancer: remove it, or set placement to hostPorts`;
  if (drain.toSeconds() < SHORTEST_DRAIN.toSeconds())
    return `drain of ${drain.toHumanString()} is too short: the minimum is one minute, until load balancers have noticed it`;
  if (hostAddress !== undefined && parseIpv4(hostAddress) === undefined)
    return `hostAddress "${hostAddress}" is not an IPv4 address: write it like 203.0.113.10`;
  return undefined;
}
