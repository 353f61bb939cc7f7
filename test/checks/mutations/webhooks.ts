import { addPolicy, type Breakable, type Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

const CA = Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString('base64');
const INJECT = 'cert-manager.io/inject-ca-from';

const WEB = { namespace: 'shop', name: 'web', port: 80 };

function validating(clientConfig: object): Breakable {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'orders', annotations: {} },
    webhooks: [
      {
        name: 'orders.shop.example',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        rules: [
          { apiGroups: ['shop.example'], apiVersions: ['v1'], operations: ['*'], resources: ['orders'] },
        ],
        clientConfig: { service: WEB, ...clientConfig },
      },
    ],
  };
}

function mutating(clientConfig: object): Breakable {
  return { ...validating(clientConfig), kind: 'MutatingWebhookConfiguration' };
}

function definition(clientConfig: object): Breakable {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'orders.shop.example', annotations: {} },
    spec: {
      group: 'shop.example',
      scope: 'Namespaced',
      names: { kind: 'Order', plural: 'orders' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
      conversion: {
        strategy: 'Webhook',
        webhook: { conversionReviewVersions: ['v1'], clientConfig: { service: WEB, ...clientConfig } },
      },
    },
  };
}

function api(config: object): Breakable {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.shop.example', annotations: {} },
    spec: {
      group: 'shop.example',
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: WEB,
      ...config,
    },
  };
}

/** Adds an object whose pods the API server may connect to. */
function add(name: string, object: Breakable, change: (workshop: Workshop) => void = () => {}): Mutation {
  return {
    name,
    change: (workshop) => {
      workshop.add(object);
      addPolicy(workshop, {
        podSelector: { matchLabels: { app: 'web' } },
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 8080 }] }],
      });
      change(workshop);
    },
  };
}

function annotated(object: Breakable, annotations: object): Breakable {
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function role(resources: readonly string[], verbs: readonly string[]) {
  return ({ add }: Workshop) =>
    add({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'webhook-certificates' },
      rules: [{ apiGroups: ['admissionregistration.k8s.io'], resources, verbs }],
    });
}

/** A certificate for the web server's Service, which its pods mount. */
function certificate(dnsName: string) {
  return ({ add, find }: Workshop) => {
    const issuerRef = { kind: 'Issuer', name: 'private' };
    const metadata = { name: 'web', namespace: 'shop' };
    const apiVersion = 'cert-manager.io/v1';
    add({ apiVersion, kind: 'Issuer', metadata: { ...metadata, name: 'private' }, spec: { selfSigned: {} } });
    add({
      apiVersion,
      kind: 'Certificate',
      metadata,
      spec: { secretName: 'web', dnsNames: [dnsName], issuerRef },
    });
    find('Deployment', 'web').spec.template.spec.volumes[0] = { name: 'tmp', secret: { secretName: 'web' } };
  };
}

export const WEBHOOKS: MutationClass = {
  name: 'webhooks and aggregated APIs',
  outages: [
    add('a validating webhook without a certificate authority', validating({})),
    add('a mutating webhook without a certificate authority', mutating({})),
    add('a conversion webhook without a certificate authority', definition({})),
    add('an API without a certificate authority', api({})),
    add('an empty certificate authority', validating({ caBundle: 'Cg==' })),
    add('a certificate authority that is no certificate', api({ caBundle: 'bm90IGEgY2VydGlmaWNhdGU=' })),
    add('a Service that does not exist', validating({ caBundle: CA, service: { ...WEB, name: 'wep' } })),
    add('a Service of another namespace', mutating({ caBundle: CA, service: { ...WEB, namespace: 'edge' } })),
    add(
      'a port that the Service does not have',
      definition({ caBundle: CA, service: { ...WEB, port: 8443 } }),
    ),
    add(
      'the default port, which the Service does not have',
      api({ insecureSkipTLSVerify: true, service: { ...WEB, port: undefined } }),
    ),
    add('a Certificate that does not exist', annotated(validating({}), { [INJECT]: 'shop/wep-tls' })),
    add('a Certificate without its namespace', annotated(validating({}), { [INJECT]: 'shop-tls' })),
    add(
      'a Secret that does not exist',
      annotated(definition({}), { 'cert-manager.io/inject-ca-from-secret': 'shop/ca' }),
    ),
    add(
      'an annotation of an old cert-manager',
      annotated(api({}), { 'certmanager.k8s.io/inject-ca-from': 'shop/web' }),
    ),
    add(
      'a program that may write other objects',
      validating({}),
      role(['mutatingwebhookconfigurations'], ['patch']),
    ),
    add('a program that may only read', validating({}), role(['validatingwebhookconfigurations'], ['list'])),
    add(
      'a certificate for another Service',
      annotated(validating({}), { [INJECT]: 'shop/web' }),
      certificate('db.shop.svc'),
    ),
    add(
      'both a certificate authority and no verification',
      api({ caBundle: CA, insecureSkipTLSVerify: true }),
    ),
    {
      name: 'a conversion webhook that policies block',
      change: (workshop) => workshop.add(definition({ caBundle: CA })),
    },
  ],
  sound: [
    add('a certificate authority', validating({ caBundle: CA })),
    add('a certificate authority for a conversion webhook', definition({ caBundle: CA })),
    add('an API without verification', api({ insecureSkipTLSVerify: true })),
    add('a certificate authority for an API', api({ caBundle: CA })),
    add(
      'an injected certificate',
      annotated(definition({ caBundle: 'Cg==' }), { [INJECT]: 'shop/web' }),
      certificate('web.shop.svc'),
    ),
    add(
      'a certificate authority from a Secret',
      annotated(mutating({}), { 'cert-manager.io/inject-ca-from-secret': 'shop/shop-tls' }),
    ),
    add(
      'the certificate authority of the API server',
      annotated(api({}), { 'cert-manager.io/inject-apiserver-ca': 'true' }),
    ),
    add(
      'a program that writes the certificate authority',
      validating({}),
      role(['validatingwebhookconfigurations'], ['update']),
    ),
    add(
      'a webhook outside the cluster',
      validating({ service: undefined, url: 'https://hooks.example.com/orders' }),
    ),
    add(
      'a webhook of other software',
      validating({ caBundle: CA, service: { namespace: 'kube-system', name: 'policies' } }),
    ),
  ],
};
