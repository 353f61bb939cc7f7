import { Construct } from 'constructs';
import { IstioGateway, VirtualService } from '../../../imports/istio';
import { ClusterBase } from '../../core/cluster-base';
import { ForeignNamespace } from '../../core/isolation/foreign-namespace';
import { placeIn, Stage } from '../../core/placement';
import { ISTIO_VERSION } from '../../core/versions';
import type { PodService } from '../../workloads/pod-service';

/** The properties of an Istio gateway. */
export interface IstioMeshProps {
  /** The name of the gateway. */
  readonly name: string;
  /** The hosts that it serves, as one wildcard such as `*.aiworker.dev`. */
  readonly host: string;
  /** The wildcard certificate. Its Secret must be in the namespace {@link ISTIO}. */
  readonly certificate: { readonly secret: { readonly name: string } };
}

/** A route from the gateway to a Service. */
export interface MeshRoute {
  readonly service: PodService;
  readonly hostname: string;
  /** The prefix of the paths that are served. */
  readonly prefix: string;
}

/** The namespace in which Istio is installed. */
export const ISTIO = new ForeignNamespace('istio-system');
const GATEWAY_PODS = { istio: 'ingressgateway' } as const;

/**
 * Istio's ingress gateway, as a second entrance to a cluster beside its ingress controller.
 *
 * Istio must be installed, with its CRDs. The DNS records still point to the ingress controller: DNS determines which
 * of the two serves a host.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export class IstioMesh extends Construct {
  private readonly gateway: string;

  constructor(scope: Construct, id: string, props: IstioMeshProps) {
    super(scope, id);
    this.gateway = `${ISTIO.name}/${props.name}`;
    placeIn(this, Stage.ingress, 'istio');
    ClusterBase.of(this).expectComponent({ name: 'Istio', version: ISTIO_VERSION });
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

  /** Routes paths of a host to a Service, and allows the connection from the gateway. */
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
      from: ISTIO.pods(GATEWAY_PODS),
      to: service.pods,
      because: `Istio's gateway serves ${hostname}`,
    });
  }
}
