import { parseAllDocuments } from 'yaml';
import { EXAMPLES } from '../../examples/tinysystems/examples';
import { render } from '../../examples/tinysystems/tiny-systems';

/**
 * The section "Generated Resources" of document 004, with restored line breaks. The certificate is an object, in place of
 * the annotation `cert-manager.io/cluster-issuer` of the document.
 */
const DOCUMENT = `
apiVersion: v1
kind: Service
metadata:
  name: http-server-abc123
  namespace: tinysystems
spec:
  type: ClusterIP
  selector:
    app: http-module
  ports:
  - port: 8080
    targetPort: 8080
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: http-server-abc123-tls
  namespace: tinysystems
spec:
  secretName: http-server-abc123-tls
  issuerRef:
    kind: ClusterIssuer
    name: letsencrypt-prod
  dnsNames:
  - api.example.com
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: http-server-abc123
  namespace: tinysystems
spec:
  ingressClassName: nginx
  tls:
  - hosts:
    - api.example.com
    secretName: http-server-abc123-tls
  rules:
  - host: api.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: http-server-abc123
            port:
              number: 8080
`;

interface Manifest {
  readonly kind: string;
  readonly metadata: { labels?: unknown };
  readonly spec: { readonly ports?: { protocol?: string }[] };
}

function parse(text: string): Manifest[] {
  return [...parseAllDocuments(text)].map((document) => document.toJS() as Manifest);
}

test('the basic example renders the objects of the document, field by field', () => {
  const rendered = parse(render(EXAMPLES.basic ?? (() => {})));
  // The document has no labels, and leaves the protocol to the default of the API server.
  for (const { metadata } of rendered) delete metadata.labels;
  for (const { spec } of rendered) for (const port of spec.ports ?? []) delete port.protocol;
  expect(rendered).toEqual(parse(DOCUMENT));
});

test.each(Object.entries(EXAMPLES))('the example %s renders its Service and Ingress', (_, example) => {
  expect(render(example)).toMatchSnapshot();
});

/** The examples with an option that Envoy Gateway does not have. */
const REFUSED: Readonly<Record<string, string>> = {
  'custom-annotations':
    'exposure "http-server-abc123": extraIngressAnnotations: Envoy Gateway does not read Ingresses: use an option in place of the annotation, or accept the difference with a reason in acceptRisk',
  'rate-limit':
    'exposure "http-server-abc123": rateLimit.connections: Envoy Gateway limits only the connections of all clients together: state requestsPerSecond in its place, or accept the difference with a reason in acceptRisk',
};

describe('on a gateway', () => {
  const names = Object.keys(EXAMPLES);
  const of = (name: string) => () => render(EXAMPLES[name] ?? (() => {}), 'gateway');

  test.each(names.filter((name) => !(name in REFUSED)))(
    'the example %s renders its Service and routes',
    (name) => {
      expect(of(name)()).toMatchSnapshot();
    },
  );

  test.each(Object.entries(REFUSED))('the example %s is refused', (name, message) => {
    expect(of(name)).toThrow(new Error(message));
  });
});
