import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import { Stage } from '../../lib/core/placement';
import { IngressStack, type IngressStackProps } from '../../lib/ingress/ingress-stack';
import { PodService } from '../../lib/workloads/pod-service';
import { TestCluster } from './test-cluster';

/** A cluster with one namespace, one Service in it and a way in. */
export function ingressCluster(props: Partial<IngressStackProps> = {}) {
  const cluster = new TestCluster();
  const shop = cluster.namespace({ name: 'shop', podSecurity: 'restricted' });
  const ingress = new IngressStack(cluster, 'ingress', {
    controller: 'loadBalancer',
    issuer: 'letsencrypt-prod',
    ...props,
  });
  return { cluster, shop, ingress, service: serviceIn(shop, 'shop') };
}

/** A Service on port 80, in front of pods on 8080 that are labelled with its name. */
export function serviceIn(namespace: ClusterNamespace, name: string): PodService {
  const file = namespace.file(Stage.workloads, 'workloads');
  return new PodService(file, name, {
    namespace,
    name,
    selector: { app: name },
    port: 80,
    targetPort: 8080,
    file,
  });
}
