import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/connection';
import { placeIn, Stage } from '../../core/placement';
import { resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { isWildcard } from '../../kube/hostnames';
import { withDisk } from '../../workloads/disk';
import { httpProbe, spreadOverNodes } from '../../workloads/hardened-pod';
import { PodService } from '../../workloads/pod-service';
import type { ServiceAccount } from '../../workloads/service-account';
import type { ControllerContext, IngressController, IngressControllerFactory } from '../controller';
import { dnsRecords } from '../dns-records';
import type { Exposure } from '../exposure';
import { podConnections } from '../pod-network';
import { LEADER_LEASE, nginxServiceAccount } from './rbac';
import { renderIngress } from './renderer';
import { NginxSettings } from './settings';

const NAME = 'ingress-nginx-controller';
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx' };

/** The identifier of the controller in IngressClasses. */
const CONTROLLER = 'k8s.io/ingress-nginx';

const METRICS_PORT = 10_254;

/** The default of ingress-nginx. */
const DEFAULT_DRAIN = Duration.seconds(240);

/** The user of the image. */
const USER = 101;

interface HostPorts {
  readonly http: number;
  readonly https: number;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

const DEFAULT_PORTS: HostPorts = { http: HTTP_PORT, https: HTTPS_PORT };

/** The properties of an ingress-nginx controller. */
export interface NginxControllerProps {
  /**
   * The namespace of the controller. On the host network it must have the Pod Security level `privileged`: lower levels
   * forbid host ports.
   */
  readonly namespace: ClusterNamespace;
  /** `loadBalancer`: two replicas on different nodes, behind a load balancer. `hostNetwork`: a pod on the host network of every node. */
  readonly placement: 'loadBalancer' | 'hostNetwork';
  /** The ports of each node on which a controller on the host network listens. @default 80 and 443 */
  readonly hostPorts?: HostPorts;
  /**
   * The IPv4 address of the node to which the hosts of a controller on the host network lead. The scheduler then lets
   * another controller have the same ports of another address: its pod network leads them to it, although nginx listens
   * on all addresses.
   *
   * @default all addresses
   */
  readonly hostAddress?: string;
  /** The IngressClass that the controller makes. @default 'nginx' */
  readonly className?: string;
  /** Whether exposures may refer to Secrets of other namespaces. @default false */
  readonly crossNamespaceSecrets?: boolean;
  /**
   * How long a connection, such as a WebSocket, may last after nginx has read a new configuration or its pod was told to
   * stop.
   *
   * nginx reads a new configuration for every new, changed or deleted Ingress. Its old processes run as long as they have
   * connections, and need memory as long.
   *
   * @default 240 seconds, the default of ingress-nginx
   */
  readonly drain?: Duration;
}

/**
 * The ingress-nginx controller of an {@link IngressStack}.
 *
 * @throws Error if the namespace does not admit a controller on the host network
 */
export function nginx(props: NginxControllerProps): IngressControllerFactory<NginxController> {
  return (scope, context) => new NginxController(scope, 'controller', { ...props, ...context });
}

/**
 * An ingress-nginx controller with its IngressClass, settings and permissions.
 *
 * Its admission webhook is not installed. The webhook would need a certificate that is renewed, and access from the API
 * server; it was also the entry point of CVE-2025-1974. The checks at synth and `--enable-annotation-validation` find the
 * errors that the webhook would find. There is no default backend: unknown hosts get status 404.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export class NginxController extends Construct implements IngressController {
  readonly className: string;
  readonly placement: 'loadBalancer' | 'hostNetwork';
  /** The Service for Prometheus. */
  readonly metrics: PodService;
  private readonly pods: PodGroup;
  private readonly ports: HostPorts;
  private readonly settings: NginxSettings;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NginxControllerProps & ControllerContext,
  ) {
    super(scope, id);
    const { namespace, placement } = props;
    if (placement === 'hostNetwork' && namespace.podSecurity !== 'privileged') {
      throw new Error(
        `ingress-nginx on the host network needs a privileged namespace, but "${namespace.name}" is ${namespace.podSecurity}: set its podSecurity`,
      );
    }
    placeIn(this, Stage.addons, 'ingress-nginx');
    this.className = props.className ?? 'nginx';
    this.placement = placement;
    this.ports = (placement === 'hostNetwork' && props.hostPorts) || DEFAULT_PORTS;
    this.pods = namespace.pods(LABELS, { port: HTTP_PORT }, { port: HTTPS_PORT });

    const account = nginxServiceAccount(this, namespace);
    const metadata = { name: NAME, namespace: namespace.name };
    this.settings = new NginxSettings(
      this,
      'settings',
      metadata,
      props.crossNamespaceSecrets ?? false,
      props.drain,
    );
    new k8s.KubeIngressClass(this, 'class', {
      metadata: { name: this.className },
      spec: { controller: CONTROLLER },
    });
    const workload = { ...metadata, labels: LABELS };
    if (placement === 'hostNetwork') this.addDaemonSet(workload, account);
    else this.addDeployment(workload, account);
    this.metrics = new PodService(this, 'metrics', {
      namespace,
      name: `${NAME}-metrics`,
      selector: LABELS,
      port: METRICS_PORT,
      portName: 'metrics',
    });
  }

  expose(scope: Construct, exposure: Exposure): void {
    renderIngress(scope, exposure, this.className, this.settings);
  }

  admit(to: PodGroup, because: string): void {
    const { isolation } = ClusterBase.of(this);
    // Network policies match a pod on the host network by the address of its node.
    if (this.placement === 'hostNetwork') isolation.allowFromNodes({ to, because });
    else podConnections(this, this.pods, HTTPS_PORT).admit(to, because);
  }

  allowClients(from: PodGroup, because: string): void {
    const { isolation } = ClusterBase.of(this);
    if (this.placement === 'hostNetwork')
      isolation.allowToNodes({ from, ports: [this.ports.https], because });
    else podConnections(this, this.pods, HTTPS_PORT).allowClients(from, because);
  }

  private addDeployment(metadata: k8s.ObjectMeta, account: ServiceAccount): void {
    const { isolation } = ClusterBase.of(this);
    isolation.allowFromAnywhere({ to: this.pods, because: 'clients connect from anywhere' });
    isolation.allowApiServer({
      from: this.pods,
      because: 'the controller watches Ingresses, Services and Secrets',
    });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: LABELS },
        template: this.podTemplate(account, [`--publish-service=$(POD_NAMESPACE)/${NAME}`], {
          // The loss of one node must not stop the traffic of all hosts.
          topologySpreadConstraints: [spreadOverNodes(LABELS)],
        }),
      },
    });
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata,
      spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: LABELS } },
    });
    const { wildcard, publishes } = this.props;
    const dnsNames = (wildcard?.dnsNames ?? []).filter((name) => isWildcard(name) && publishes(name));
    new k8s.KubeService(this, 'service', {
      metadata: { ...metadata, ...(dnsNames.length > 0 && { annotations: dnsRecords(dnsNames) }) },
      spec: {
        type: 'LoadBalancer',
        // Otherwise the node that receives a connection replaces the address of the client with its own.
        externalTrafficPolicy: 'Local',
        selector: LABELS,
        ports: [
          { name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http'), protocol: 'TCP' },
          { name: 'https', port: 443, targetPort: k8s.IntOrString.fromString('https'), protocol: 'TCP' },
        ],
      },
    });
  }

  private addDaemonSet(metadata: k8s.ObjectMeta, account: ServiceAccount): void {
    const args = [
      '--report-node-internal-ip-address',
      `--http-port=${this.ports.http}`,
      `--https-port=${this.ports.https}`,
    ];
    const daemonSet = new k8s.KubeDaemonSet(this, 'daemon-set', {
      metadata,
      spec: {
        selector: { matchLabels: LABELS },
        // A new pod can use the ports of the node only after the old one has stopped.
        updateStrategy: { type: 'RollingUpdate' },
        template: this.podTemplate(account, args, {
          hostNetwork: true,
          dnsPolicy: 'ClusterFirstWithHostNet',
        }),
      },
    });
    acceptRisk(daemonSet, {
      rule: 'host-access',
      because: "the cluster has no load balancer: clients connect to the node's own ports 80 and 443",
    });
  }

  private podTemplate(
    account: ServiceAccount,
    args: readonly string[],
    spec: Partial<k8s.PodSpec>,
  ): k8s.PodTemplateSpec {
    const { drain = DEFAULT_DRAIN } = this.props;
    return {
      metadata: { labels: LABELS },
      // nginx buffers request bodies in files.
      spec: withDisk(
        {
          priorityClassName: this.props.namespace.priorityClass?.name,
          serviceAccountName: account.name,
          automountServiceAccountToken: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: USER,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          // Slightly longer than nginx keeps its old processes.
          terminationGracePeriodSeconds: drain.toSeconds() + 60,
          containers: [this.container(args)],
          ...spec,
        },
        { limit: '4Gi' },
      ),
    };
  }

  private container(args: readonly string[]): k8s.Container {
    const onHost = this.placement === 'hostNetwork';
    const certificate = this.props.wildcard?.secret;
    const probe = { initialDelaySeconds: 10, periodSeconds: 10 };
    return {
      name: 'controller',
      image: IMAGES.ingressNginx,
      args: [
        '/nginx-ingress-controller',
        ...args,
        `--election-id=${LEADER_LEASE}`,
        `--controller-class=${CONTROLLER}`,
        `--ingress-class=${this.className}`,
        `--configmap=$(POD_NAMESPACE)/${NAME}`,
        '--watch-ingress-without-class=false',
        '--enable-annotation-validation=true',
        '--enable-metrics=true',
        '--disable-catch-all',
        ...(certificate ? [`--default-ssl-certificate=${certificate.namespace}/${certificate.name}`] : []),
      ],
      env: [
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ],
      ports: Object.entries({ ...this.ports, metrics: METRICS_PORT }).map(([name, containerPort]) => ({
        name,
        containerPort,
        protocol: 'TCP',
        ...(onHost && { hostPort: containerPort }),
        ...(onHost && this.props.hostAddress && name !== 'metrics' && { hostIp: this.props.hostAddress }),
      })),
      livenessProbe: httpProbe(METRICS_PORT, '/healthz', { ...probe, failureThreshold: 5 }),
      readinessProbe: httpProbe(METRICS_PORT, '/healthz', { ...probe, failureThreshold: 3 }),
      lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
      resources: resources({
        requests: { cpu: '100m', memory: '256Mi' },
        // Each generation of old processes needs up to 40 MiB: docs/clusters/aiworker.md, "Reloads".
        limits: { cpu: '1', memory: this.props.drain ? '2Gi' : '1Gi' },
      }),
      securityContext: {
        // On the host network, nginx binds ports below 1024 with its file capability, which has no effect if this is
        // false. In the network of a pod, every port can be bound.
        allowPrivilegeEscalation: onHost,
        // The nginx binary of the image has this file capability, and does not start without it.
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        // The controller writes nginx's configuration and certificates to directories of the image.
        readOnlyRootFilesystem: false,
      },
    };
  }
}
