import type { AcmeIssuer } from '../../lib/certificates/certificate-rules';
import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import type { WildcardCertificate } from '../../lib/ingress/controller';
import { IngressStack } from '../../lib/ingress/ingress-stack';
import { nginx } from '../../lib/ingress/nginx/controller';
import { managed } from '../../lib/ingress/nginx/managed';
import { aksApplicationRouting } from '../../lib/systems/algesta/azure/aks';
import { PodService } from '../../lib/workloads/pod-service';
import { TestCluster } from './test-cluster';

/** An issuer with a challenge. */
export function issuerOf(challenge: 'http01' | 'dns01'): AcmeIssuer {
  const proof =
    challenge === 'http01'
      ? { challenge, ingressClass: 'nginx' }
      : { challenge, zones: ['example.com', 'example.org'] };
  return { name: 'letsencrypt-prod', endpoint: 'production', proof };
}

/** The options of an {@link ingressCluster}. */
export interface IngressClusterProps {
  /** @default 'loadBalancer' */
  readonly controller?: 'loadBalancer' | 'hostNetwork' | 'managed';
  /** @default one with HTTP-01 */
  readonly issuer?: AcmeIssuer | 'none';
  readonly wildcard?: WildcardCertificate;
  readonly crossNamespaceSecrets?: boolean;
}

/** An ingress controller in a separate namespace. */
export function controllerOf(cluster: TestCluster, props: IngressClusterProps = {}) {
  const { controller: placement = 'loadBalancer', crossNamespaceSecrets } = props;
  if (placement === 'managed') return managed(aksApplicationRouting);
  const podSecurity = placement === 'hostNetwork' ? 'privileged' : 'restricted';
  const namespace = cluster.addNamespace({ name: 'ingress-nginx', podSecurity });
  return nginx({ namespace, placement, crossNamespaceSecrets });
}

/** A cluster with an ingress, and one namespace with one Service. */
export function ingressCluster(props: IngressClusterProps = {}) {
  const cluster = new TestCluster();
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const { issuer = issuerOf('http01'), wildcard } = props;
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: controllerOf(cluster, props),
    issuer: issuer === 'none' ? undefined : issuer,
    wildcard,
  });
  return { cluster, shop, ingress, service: serviceIn(shop, 'shop') };
}

/** A Service with port 80 for pods with port 8080. Its name is the value of their label `app`. */
export function serviceIn(namespace: ClusterNamespace, name: string): PodService {
  return new PodService(namespace, name, {
    namespace,
    name,
    selector: { app: name },
    port: 80,
    targetPort: 8080,
  });
}
