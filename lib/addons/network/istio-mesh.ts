import { Construct } from 'constructs';
import { IstioGateway, VirtualService } from '../../../imports/istio';
import { ClusterBase } from '../../core/cluster-base';
import { ForeignNamespace } from '../../core/isolation/foreign-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { PodService } from '../../workloads/pod-service';

/** What Istio's gateway serves, and how. */
export interface IstioMeshProps {
  /** The gateway's name. */
  readonly name: string;
  /** All hosts that it serves, as one wildcard such as `*.aiworker.dev`. */
  readonly host: string;
  /** The wildcard certificate, in the namespace of {@link ISTIO}. */
  readonly certificate: { readonly secret: { readonly name: string } };
}

/** A Service that Istio's gateway leads to. */
export interface MeshRoute {
  readonly service: PodService;
  readonly hostname: string;
  /** What the paths begin with that are served. */
  readonly prefix: string;
}

/** The namespace that Istio is installed in, and its gateway's pods. */
export const ISTIO = new ForeignNamespace('istio-system');
const GATEWAY_PODS = { istio: 'ingressgateway' } as const;

/**
 * Istio's gateway as a second way into a cluster, beside its ingress controller.
 *
 * Istio itself must be installed, with its CRDs. DNS still leads to the ingress controller: which of the two serves a
 * host is decided there.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export class IstioMesh extends Construct {
  private readonly gateway: string;

  constructor(scope: Construct, id: string, props: IstioMeshProps) {
    super(scope, id);
    this.gateway = `${ISTIO.name}/${props.name}`;
    placeIn(this, Stage.ingress, 'istio');
    new IstioGateway(this, 'gateway', {
      name: props.name,
      namespace: ISTIO.name,
      spec: {
        selector: { ...GATEWAY_PODS },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            tls: { mode: 'SIMPLE', credentialName: props.certificate.secret.name },
            hosts: [props.host],
          },
        ],
      },
    });
  }

  /** Leads a host's paths to a Service, and lets the gateway in. */
  route(name: string, { service, hostname, prefix }: MeshRoute): void {
    new VirtualService(this, name, {
      name,
      namespace: service.namespace.name,
      spec: {
        hosts: [hostname],
        gateways: [this.gateway],
        http: [
          {
            match: [{ uri: { prefix } }],
            route: [{ destination: { host: service.name, port: { number: service.port } } }],
          },
        ],
      },
    });
    ClusterBase.of(this).isolation.allow({
      from: { namespaces: ISTIO, podLabels: GATEWAY_PODS, ports: [] },
      to: service.pods,
      because: `Istio's gateway serves ${hostname}`,
    });
  }
}
