import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Route } from './ingresses';

/** An image with Python, in which the fixture pods run an echo server. */
const IMAGE = 'docker.io/library/python:3.14-alpine';

/** Two echo servers for a Service. */
export function echoServer({ service, podPort }: Pick<Route, 'service' | 'podPort'>): object[] {
  const { namespace, name } = service.metadata;
  const metadata = { namespace, name: `fixture-${name}`, labels: { 'ingress-fixture': 'true' } };
  const labels = { ...service.spec.selector, fixture: name };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'echo.py': readFileSync(join(__dirname, 'echo.py'), 'utf8') },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: echoPod(metadata.name, podPort) },
      },
    },
  ];
}

function echoPod(configMap: string, port: number): object {
  const resources = { cpu: '100m', memory: '128Mi' };
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'echo',
        image: IMAGE,
        command: ['python3', '/echo/echo.py'],
        env: [
          { name: 'PORT', value: String(port) },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'POD', value: '$(NAMESPACE)/$(NAME)' },
        ],
        ports: [{ containerPort: port }],
        readinessProbe: { tcpSocket: { port } },
        resources: { requests: resources, limits: resources },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'echo', mountPath: '/echo' }],
      },
    ],
    volumes: [{ name: 'echo', configMap: { name: configMap } }],
  };
}
