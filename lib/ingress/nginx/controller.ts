import { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import { acceptRisk } from '../../core/accept-risk';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { PodGroup } from '../../core/isolation/network-isolation';
import { Stage } from '../../core/placement';
import { IMAGES } from '../../core/versions';
import { resources } from '../../workloads/hardening';
import { PodService } from '../../workloads/pod-service';
import { dnsRecords } from '../dns-records';
import { LEADER_LEASE, nginxServiceAccount } from './rbac';
import { NginxSettings } from './settings';

const NAME = 'ingress-nginx-controller';
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx' };

/** IngressClasses name their controller by it. */
const CONTROLLER = 'k8s.io/ingress-nginx';

const METRICS_PORT = 10_254;

/** The user that the image runs as. */
const USER = 101;

/** How a controller of one's own is run. */
export interface NginxControllerProps {
  /** Behind a load balancer, or on the ports 80 and 443 of every node. */
  readonly placement: 'loadBalancer' | 'hostNetwork';
  /** Where it listens on the host's network; in a pod's it is always 80 and 443. */
  readonly hostPorts: { readonly http: number; readonly https: number };
  readonly className: string;
  /** The certificate of hosts that name none, as `namespace/name`. */
  readonly defaultCertificate: string | undefined;
  /** Names that DNS is to point at the load balancer, besides the exposures' own. */
  readonly dnsNames: readonly string[];
  readonly crossNamespaceSecrets: boolean;
}

/**
 * An ingress-nginx controller in the namespace `ingress-nginx`, with its class, settings and rights.
 *
 * Its admission webhook is left out: it would need a certificate that something renews, a hole in the isolation for
 * the API server, and has been the way into the controller itself (CVE-2025-1974); what it would find is found at
 * synth and by `--enable-annotation-validation`. There is no default backend: an unknown host gets 404.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export class NginxController extends Construct {
  readonly namespace: ClusterNamespace;
  readonly settings: NginxSettings;
  /** Where Prometheus finds its figures. */
  readonly metrics: PodService;
  private readonly pods: PodGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NginxControllerProps,
  ) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    const onHost = props.placement === 'hostNetwork';
    this.namespace = cluster.namespace({
      name: 'ingress-nginx',
      // Every level below forbids the host's network and ports.
      podSecurity: onHost ? 'privileged' : 'restricted',
    });
    this.pods = this.namespace.pods(LABELS, { port: 80 }, { port: 443 });

    const file = this.namespace.file(Stage.platform, 'ingress-nginx');
    const account = nginxServiceAccount(file, this.namespace.name);
    this.settings = new NginxSettings(file, {
      name: NAME,
      namespace: this.namespace.name,
      crossNamespaceSecrets: props.crossNamespaceSecrets,
    });
    new k8s.KubeIngressClass(file, 'class', {
      metadata: { name: props.className },
      spec: { controller: CONTROLLER },
    });
    if (onHost) this.addDaemonSet(file, account);
    else this.addDeployment(file, account);
    this.metrics = new PodService(this, 'metrics', {
      namespace: this.namespace,
      name: `${NAME}-metrics`,
      selector: LABELS,
      port: METRICS_PORT,
      portName: 'metrics',
      file,
    });
  }

  /** Lets the controller reach pods. */
  admit(to: PodGroup, because: string): void {
    const { isolation } = ClusterBase.of(this);
    // Policies see a pod on the host's network as its node, never as its namespace.
    if (this.props.placement === 'hostNetwork') isolation.allowFromNodes({ to, because });
    else isolation.allow({ from: this.pods, to, because });
  }

  private addDeployment(file: Construct, account: string): void {
    const { isolation } = ClusterBase.of(this);
    isolation.allowFromAnywhere({ to: this.pods, because: 'clients come from everywhere' });
    isolation.allowApiServer({
      from: this.pods,
      because: 'the controller watches Ingresses, Services and secrets',
    });
    const metadata = { name: NAME, namespace: this.namespace.name, labels: LABELS };
    const controller = new k8s.KubeDeployment(file, 'controller', {
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: LABELS },
        template: this.podTemplate({
          serviceAccountName: account,
          containers: [this.container([`--publish-service=$(POD_NAMESPACE)/${NAME}`])],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: LABELS },
            },
          ],
        }),
      },
    });
    acceptRisk(controller, {
      rule: 'host-access',
      because:
        "the image's nginx has NET_BIND_SERVICE as a file capability, and does not start where it may not have it",
    });
    new k8s.KubePodDisruptionBudget(file, 'budget', {
      metadata,
      spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: LABELS } },
    });
    new k8s.KubeService(file, 'service', {
      metadata: {
        ...metadata,
        ...(this.props.dnsNames.length > 0 && {
          annotations: dnsRecords(this.props.dnsNames),
        }),
      },
      spec: {
        type: 'LoadBalancer',
        // Otherwise the node that takes a connection puts its own address in place of the client's.
        externalTrafficPolicy: 'Local',
        selector: LABELS,
        ports: [
          { name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http'), protocol: 'TCP' },
          { name: 'https', port: 443, targetPort: k8s.IntOrString.fromString('https'), protocol: 'TCP' },
        ],
      },
    });
  }

  private addDaemonSet(file: Construct, account: string): void {
    const controller = new k8s.KubeDaemonSet(file, 'controller', {
      metadata: { name: NAME, namespace: this.namespace.name, labels: LABELS },
      spec: {
        selector: { matchLabels: LABELS },
        // The ports of a node are free for the new pod only once the old one is gone.
        updateStrategy: { type: 'RollingUpdate' },
        template: this.podTemplate({
          serviceAccountName: account,
          hostNetwork: true,
          dnsPolicy: 'ClusterFirstWithHostNet',
          containers: [
            this.container([
              '--report-node-internal-ip-address',
              `--http-port=${this.props.hostPorts.http}`,
              `--https-port=${this.props.hostPorts.https}`,
            ]),
          ],
        }),
      },
    });
    acceptRisk(controller, {
      rule: 'host-access',
      because: "the cluster has no load balancer: clients come to the node's own ports 80 and 443",
    });
  }

  private podTemplate(spec: k8s.PodSpec): k8s.PodTemplateSpec {
    return {
      metadata: { labels: LABELS },
      spec: {
        automountServiceAccountToken: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        securityContext: { runAsNonRoot: true, runAsUser: USER, seccompProfile: { type: 'RuntimeDefault' } },
        // Connections may take as long as nginx lets its old workers live, 240 seconds, and a little more.
        terminationGracePeriodSeconds: 300,
        ...spec,
      },
    };
  }

  private container(args: readonly string[]): k8s.Container {
    const { className, defaultCertificate, placement } = this.props;
    const onHost = placement === 'hostNetwork';
    const { http, https } = onHost ? this.props.hostPorts : { http: 80, https: 443 };
    const healthz = { path: '/healthz', port: k8s.IntOrString.fromNumber(METRICS_PORT) };
    return {
      name: 'controller',
      image: IMAGES.ingressNginx,
      args: [
        '/nginx-ingress-controller',
        ...args,
        `--election-id=${LEADER_LEASE}`,
        `--controller-class=${CONTROLLER}`,
        `--ingress-class=${className}`,
        `--configmap=$(POD_NAMESPACE)/${NAME}`,
        '--watch-ingress-without-class=false',
        '--enable-annotation-validation=true',
        '--enable-metrics=true',
        '--disable-catch-all',
        ...(defaultCertificate === undefined ? [] : [`--default-ssl-certificate=${defaultCertificate}`]),
      ],
      env: [
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ],
      ports: [
        { name: 'http', containerPort: http, protocol: 'TCP', ...(onHost && { hostPort: http }) },
        { name: 'https', containerPort: https, protocol: 'TCP', ...(onHost && { hostPort: https }) },
        {
          name: 'metrics',
          containerPort: METRICS_PORT,
          protocol: 'TCP',
          ...(onHost && { hostPort: METRICS_PORT }),
        },
      ],
      livenessProbe: { httpGet: healthz, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 5 },
      readinessProbe: { httpGet: healthz, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 3 },
      lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
      resources: resources({
        requests: { cpu: '100m', memory: '256Mi' },
        limits: { cpu: '1', memory: '1Gi' },
      }),
      securityContext: {
        // On a node's own low ports nginx binds by its file capability, which this flag would take away; in a pod's
        // network every port is free to bind.
        allowPrivilegeEscalation: onHost,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        // The controller writes nginx's configuration and certificates into its own image's folders.
        readOnlyRootFilesystem: false,
      },
    };
  }
}
