import { Duration } from 'cdk8s';
import {
  CertManagerIssuers,
  ClusterBase,
  IngressStack,
  nginx,
  PREVIEW_NAMESPACES,
  PreviewEnv,
  ProjectEnvironments,
  render,
  TopologyApp,
} from '../lib';

// ClusterBase: a folder of dist/, with its network and its nodes.
class Shop extends ClusterBase {
  constructor(app: TopologyApp) {
    super(app, 'shop', {
      kubernetesVersion: '1.36',
      nodes: [{ name: 'general', count: 3, cpu: '3920m', memory: '14Gi' }],
      network: {
        policyEngine: 'calico',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.96.0.0/12',
        nodeCidrs: ['10.0.0.0/16'],
        apiServer: { cidrs: ['10.0.0.10/32'], port: 6443 },
      },
    });

    // A namespace: its quota, a limit range of the quota's size, Pod Security, and default deny.
    const store = this.addNamespace({
      name: 'store',
      quota: {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '4', memory: '8Gi' },
        pods: 10,
      },
      podSecurity: 'restricted',
    });

    // ProjectEnvironments and PreviewEnv: namespaces that come and go, each in a file of its own.
    new ProjectEnvironments(this, 'project', { name: 'My Project' });
    new PreviewEnv(this, 'preview', {
      taskId: 'abc123',
      image: 'registry.shop.dev/shop:abc123',
      project: 'my-project',
      createdAt: '2026-01-19T12:00:00Z',
    });

    // NetworkIsolation: a connection is declared once, with its reason, and allowed at both ends.
    const previews = this.isolation.group(PREVIEW_NAMESPACES);
    this.isolation.allow({
      from: previews,
      to: store.pods({ app: 'catalogue' }, { port: 8080 }),
      because: 'previews show the real catalogue',
    });

    // CertManagerIssuers and IngressStack: certificates, the controller, and what it exposes.
    const issuers = new CertManagerIssuers(this, 'issuers', {
      email: 'ops@shop.dev',
      cloudflareZones: ['shop.dev'],
    });
    const issuer = issuers.acme('letsencrypt-prod', { challenge: 'dns01' });
    const edge = this.addNamespace({ name: 'ingress-nginx', podSecurity: 'restricted' });
    const ingress = new IngressStack(this, 'ingress', {
      controller: nginx({ namespace: edge, placement: 'loadBalancer' }),
      issuer,
    });
    ingress.expose('catalogue', {
      service: { namespace: store, selector: { app: 'catalogue' }, port: 80, targetPort: 8080 },
      hostnames: ['catalogue.shop.dev'],
      tls: 'auto',
      timeouts: { read: Duration.minutes(5) },
    });
  }
}

const app = new TopologyApp();
new Shop(app);
export const files = render(app);
