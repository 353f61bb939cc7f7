import { addPolicy, type Breakable, type Workshop } from '../../support/sound-cluster';
import { type MutationClass, object } from './mutation';

/** The DNS rule of the shop's policy. */
function dnsRule({ find }: Workshop): Breakable {
  return find('NetworkPolicy', 'shop-isolation').spec.egress[0];
}

/** Gives the Service of the web server clients outside the cluster, whose policy names no address. */
function publish({ find }: Workshop, spec: object): void {
  Object.assign(find('Service', 'web').spec, spec);
}

/** Lets some peers connect to the web server; without peers, everyone. */
function admit({ find }: Workshop, from?: object[]): void {
  find('NetworkPolicy', 'app-web').spec.ingress.push({ from, ports: [{ port: 8080 }] });
}

/** An API of the web server. */
function addApi({ add }: Workshop): void {
  add({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.orders.example' },
    spec: {
      group: 'orders.example',
      version: 'v1',
      insecureSkipTLSVerify: true,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: { namespace: 'shop', name: 'web', port: 80 },
    },
  });
}

export const CONNECTIONS: MutationClass = {
  name: 'connections that nobody declares',
  outages: [
    {
      name: 'a namespace without DNS',
      change: ({ find }) => {
        find('NetworkPolicy', 'shop-isolation').spec.egress = [];
      },
    },
    {
      name: 'DNS over UDP only',
      change: (workshop) => {
        dnsRule(workshop).ports.pop();
      },
    },
    {
      name: 'DNS in another namespace',
      change: (workshop) => {
        dnsRule(workshop).to[0].namespaceSelector.matchLabels = { 'kubernetes.io/metadata.name': 'dns' };
      },
    },
    {
      name: 'DNS pods with another label',
      change: (workshop) => {
        dnsRule(workshop).to[0].podSelector.matchLabels = { 'k8s-app': 'coredns' };
      },
    },
    {
      name: 'the port of another API server',
      change: ({ find }) => {
        const rules: Breakable[] = find('NetworkPolicy', 'app-web').spec.egress;
        rules.find(({ to }) => to[0].ipBlock).ports[0].port = 443;
      },
    },
    {
      name: 'a token for a pod that may not connect to the API server',
      change: ({ find }) => {
        const { spec } = find('StatefulSet', 'db').spec.template;
        Object.assign(spec, { automountServiceAccountToken: true, serviceAccountName: 'web' });
      },
    },
    {
      name: 'a load balancer without clients',
      change: (workshop) => publish(workshop, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
    },
    {
      name: 'a load balancer whose pods admit only a private network',
      change: (workshop) => {
        publish(workshop, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
        admit(workshop, [{ ipBlock: { cidr: '10.9.0.0/16' } }]);
      },
    },
    {
      name: 'a load balancer for a network that the pods do not admit',
      change: (workshop) => {
        const loadBalancerSourceRanges = ['198.51.100.0/24'];
        publish(workshop, {
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Local',
          loadBalancerSourceRanges,
        });
        admit(workshop, [{ ipBlock: { cidr: '192.0.2.0/24' } }]);
      },
    },
    { name: 'a node port without clients', change: (workshop) => publish(workshop, { type: 'NodePort' }) },
    {
      name: 'an ingress controller on ports of the nodes without clients',
      change: ({ container }) => {
        container('Deployment', 'controller').ports[0].hostPort = 443;
      },
    },
    { name: 'an API to which the API server cannot connect', change: addApi },
    {
      name: 'a solver to which the ingress controller cannot connect',
      change: ({ remove }) => remove('NetworkPolicy', 'http01-solver-true'),
    },
    {
      name: 'a policy for pods that do not exist',
      change: (workshop) => addPolicy(workshop, { podSelector: { matchLabels: { app: 'webb' } } }),
    },
    {
      name: 'a policy by a label that no pod has',
      change: (workshop) => addPolicy(workshop, { podSelector: { matchLabels: { ap: 'web' } } }),
    },
    {
      name: 'a policy by an expression that no pod matches',
      change: (workshop) =>
        addPolicy(workshop, {
          podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
        }),
    },
    {
      name: 'a peer in a namespace that does not exist',
      change: (workshop) =>
        addPolicy(workshop, {
          ingress: [
            { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'egde' } } }] },
          ],
        }),
    },
    {
      name: 'a peer by a label that no namespace has',
      change: (workshop) =>
        addPolicy(workshop, {
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'edge' } } }] }],
        }),
    },
    {
      name: 'a peer by a label that no pod of its namespace has',
      change: (workshop) =>
        addPolicy(workshop, {
          ingress: [
            {
              from: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
                  podSelector: { matchLabels: { app: 'controler' } },
                },
              ],
            },
          ],
        }),
    },
    object(
      'NetworkPolicy',
      'app-web',
      'the port of the Service in place of the port of its pods',
      ({ spec }) => {
        spec.ingress[0].ports[0].port = 80;
      },
    ),
    object('NetworkPolicy', 'app-web', 'another protocol than that of the program', ({ spec }) => {
      spec.ingress[0].ports[0].protocol = 'UDP';
    }),
    object('NetworkPolicy', 'app-web', 'a port name that no container has', ({ spec }) => {
      spec.ingress[0].ports[0].port = 'htttp';
    }),
    object('NetworkPolicy', 'app-web', 'a policy in another namespace than its pods', ({ metadata }) => {
      metadata.namespace = 'edge';
    }),
    object('NetworkPolicy', 'app-web', 'a policy for one direction with rules for both', ({ spec }) => {
      spec.policyTypes = ['Egress'];
    }),
    object('NetworkPolicy', 'app-web', 'a namespace and its pods as two peers', ({ spec }) => {
      const [{ namespaceSelector, podSelector }] = spec.ingress[0].from;
      spec.ingress[0].from = [{ namespaceSelector }, { podSelector }];
    }),
    object(
      'NetworkPolicy',
      'app-controller',
      'an ingress controller that may not connect to pods',
      ({ spec }) => {
        spec.egress = [];
      },
    ),
    {
      name: 'a variable with a Service of another namespace',
      change: ({ add, container }) => {
        const ports = [{ port: 443, targetPort: 8443 }];
        const metadata = { name: 'gateway', namespace: 'edge' };
        add({
          apiVersion: 'v1',
          kind: 'Service',
          metadata,
          spec: { selector: { app: 'controller' }, ports },
        });
        container('Deployment', 'web').env.push({ name: 'GATEWAY', value: 'https://gateway.edge.svc' });
      },
    },
    {
      name: 'a webhook to which the API server cannot connect',
      change: ({ add }) =>
        add({
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingWebhookConfiguration',
          metadata: { name: 'orders' },
          webhooks: [
            {
              name: 'orders.shop.example',
              clientConfig: { service: { name: 'web', namespace: 'shop', port: 80 } },
              rules: [
                {
                  apiGroups: ['apps'],
                  apiVersions: ['v1'],
                  operations: ['CREATE'],
                  resources: ['deployments'],
                },
              ],
              sideEffects: 'None',
              admissionReviewVersions: ['v1'],
            },
          ],
        }),
    },
  ],
  sound: [
    {
      name: 'a policy for the pods of jobs',
      change: (workshop) =>
        addPolicy(workshop, { podSelector: { matchExpressions: [{ key: 'job-name', operator: 'Exists' }] } }),
    },
    {
      name: 'a policy for all pods except some',
      change: (workshop) =>
        addPolicy(workshop, {
          podSelector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
          ingress: [{}],
        }),
    },
    {
      name: 'peers in a namespace of other software',
      change: (workshop) =>
        addPolicy(workshop, {
          ingress: [
            {
              from: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                  podSelector: { matchLabels: { 'k8s-app': 'metrics-server' } },
                },
                { namespaceSelector: { matchLabels: { 'kubernetes.azure.com/managedby': 'aks' } } },
              ],
            },
          ],
        }),
    },
    {
      name: 'a group of namespaces of which none exists yet',
      change: (workshop) => {
        const { isolation } = workshop.cluster;
        const previews = isolation.group({ matchLabels: { team: 'shop', kind: 'preview' } });
        isolation.allow({ from: previews, to: isolation.group({ matchLabels: { app: 'x' } }), because: 'x' });
        addPolicy(workshop, {
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { kind: 'preview', team: 'shop' } } }] }],
        });
      },
    },
    {
      name: 'DNS pods by an expression',
      change: (workshop) => {
        dnsRule(workshop).to[0].podSelector = {
          matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns', 'node-local-dns'] }],
        };
      },
    },
    {
      name: 'DNS pods by their addresses',
      change: (workshop) => {
        dnsRule(workshop).to = [{ ipBlock: { cidr: '10.244.0.0/16' } }];
      },
    },
    {
      name: 'DNS ports by name',
      change: (workshop) => {
        dnsRule(workshop).ports = [
          { port: 'dns', protocol: 'UDP' },
          { port: 'dns-tcp', protocol: 'TCP' },
        ];
      },
    },
    {
      name: 'a namespace without DNS whose pods do not use it',
      change: ({ find }) => {
        find('NetworkPolicy', 'shop-isolation').spec.egress = [];
        const { spec } = find('Deployment', 'web').spec.template;
        Object.assign(spec, { dnsPolicy: 'None', dnsConfig: { nameservers: ['9.9.9.9'] } });
        find('StatefulSet', 'db').spec.template.spec.dnsPolicy = 'Default';
      },
    },
    {
      name: 'a load balancer that everyone may use',
      change: (workshop) => {
        publish(workshop, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
        admit(workshop);
      },
    },
    {
      name: 'a load balancer whose pods admit a public network',
      change: (workshop) => {
        publish(workshop, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
        admit(workshop, [{ ipBlock: { cidr: '198.51.100.0/24' } }]);
      },
    },
    {
      name: 'a load balancer whose pods admit the nodes',
      change: (workshop) => {
        publish(workshop, { type: 'LoadBalancer' });
        admit(workshop, [{ ipBlock: { cidr: '10.0.0.0/16' } }]);
      },
    },
    {
      name: 'an internal load balancer',
      change: (workshop) => {
        publish(workshop, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
        workshop.find('Service', 'web').metadata.annotations = {
          'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
        };
        admit(workshop, [{ ipBlock: { cidr: '10.9.0.0/16' } }]);
      },
    },
    {
      name: 'an API that admits the nodes',
      change: (workshop) => {
        addApi(workshop);
        admit(workshop, [{ ipBlock: { cidr: '10.0.0.0/16' } }]);
      },
    },
    object('NetworkPolicy', 'app-web', 'a port by its name', ({ spec }) => {
      spec.ingress[0].ports[0].port = 'http';
    }),
    object('NetworkPolicy', 'app-web', 'a range of ports', ({ spec }) => {
      Object.assign(spec.ingress[0].ports[0], { port: 8000, endPort: 8999 });
    }),
    object('NetworkPolicy', 'app-web', 'a namespace by an expression', ({ spec }) => {
      spec.ingress[0].from[0].namespaceSelector = {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['edge'] }],
      };
    }),
    object('NetworkPolicy', 'app-web', 'all pods of a namespace', ({ spec }) => {
      delete spec.ingress[0].from[0].podSelector;
    }),
    object('NetworkPolicy', 'shop-isolation', 'DNS to every address', ({ spec }) => {
      delete spec.egress[0].to;
    }),
    object('NetworkPolicy', 'shop-isolation', 'DNS in every namespace', ({ spec }) => {
      spec.egress[0].to = [
        { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
      ];
    }),
    {
      name: 'pods of one namespace that may connect to each other',
      change: (workshop) => {
        addPolicy(workshop, {
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ podSelector: {} }] }],
          egress: [{ to: [{ podSelector: {} }] }],
        });
      },
    },
    {
      name: 'an API outside the cluster',
      change: (workshop) => {
        addPolicy(workshop, {
          podSelector: { matchLabels: { app: 'web' } },
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ port: 443 }, { port: 587 }] }],
        });
        workshop.container('Deployment', 'web').env.push({ name: 'API', value: 'https://api.example.com' });
      },
    },
  ],
};
