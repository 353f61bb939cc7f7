import { VAULT_ACCOUNT } from '../../../lib/ingress/approuting/vault-certificates';
import { algestaObjects, vaultChanges } from '../../support/algesta';
import type { Manifest } from '../../support/test-cluster';
import { kubectl, tryKubectl } from './kubectl';
import { listOf } from './pods';

const NAMESPACE = 'gateway';
const GATEWAY = ['gateway/public', `--namespace=${NAMESPACE}`];

/**
 * Tests that AKS's operator and an apply leave each other's listeners unchanged, if certificates come from a key vault. The
 * operator cannot run here: the test writes the value that it writes.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/spc/gateway.go
 */
export function describeVaultCertificates(): void {
  describe('the listeners with certificates of a key vault', () => {
    const objects = algestaObjects<Manifest>('aks-algesta-dev', vaultChanges('aks-algesta-dev', 'gateway'));
    const home = objects.filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name === NAMESPACE);
    const own = objects.filter(
      ({ kind, metadata }) =>
        metadata.namespace === NAMESPACE && ['Gateway', 'ServiceAccount', 'ConfigMap'].includes(kind),
    );
    const apply = () =>
      kubectl(['apply', '--validate=strict', '-f', '-'], listOf([...home, ...own]))
        .trim()
        .split('\n');
    const stored = () => {
      const gateway = JSON.parse(kubectl(['get', ...GATEWAY, '--output=json', '--show-managed-fields']));
      const { resourceVersion, ...metadata } = gateway.metadata;
      return { ...gateway, metadata };
    };

    beforeAll(apply);
    afterAll(() => kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']));

    test('are not changed by the operator', () => {
      const applied = stored();
      kubectl(['patch', ...GATEWAY, '--type=json', `--patch=${JSON.stringify(operatorPatch())}`]);
      expect(stored()).toEqual(applied);
    });

    test('have pods that the namespace admits', () => {
      const pods = secretNames().map(placeholder);
      expect(pods).toHaveLength(2);
      const { status, stderr } = tryKubectl(['create', '--dry-run=server', '-f', '-'], listOf(pods));
      // The API server warns about the dots of the hosts, which become part of the pods' own host names.
      const warnings = stderr.split('\n').filter((line) => line && !line.includes("the Pod's hostname"));
      expect({ status, warnings }).toEqual({ status: 0, warnings: [] });
    });

    test('are not changed by a second apply', () => {
      expect(apply().filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    });
  });
}

/**
 * A pod with which the operator mounts a certificate, as far as its admission depends on it.
 *
 * @see https://github.com/Azure/aks-app-routing-operator/blob/main/pkg/controller/keyvault/placeholderpod/placeholder_pod.go
 */
function placeholder(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, labels: { app: name } },
    spec: {
      serviceAccountName: VAULT_ACCOUNT,
      automountServiceAccountToken: true,
      priorityClassName: 'system-cluster-critical',
      containers: [
        {
          name: 'placeholder',
          image: 'mcr.microsoft.com/oss/kubernetes/pause:3.10',
          resources: { limits: { cpu: '20m', memory: '24Mi' } },
          volumeMounts: [{ name: 'secrets', mountPath: '/mnt/secrets', readOnly: true }],
          securityContext: {
            privileged: false,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            runAsNonRoot: true,
            runAsUser: 65_535,
            runAsGroup: 65_535,
            readOnlyRootFilesystem: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
      volumes: [
        {
          name: 'secrets',
          csi: {
            driver: 'secrets-store.csi.k8s.io',
            readOnly: true,
            volumeAttributes: { secretProviderClass: name },
          },
        },
      ],
    },
  };
}

interface Listeners {
  readonly spec: { readonly listeners: readonly { readonly name: string; readonly tls?: object }[] };
}

/** The name of the Secret that the operator makes for each listener with TLS, which follow the one for HTTP. */
function secretNames(): string[] {
  const { spec } = JSON.parse(kubectl(['get', ...GATEWAY, '--output=json'])) as Listeners;
  return spec.listeners.filter(({ tls }) => tls).map(({ name }) => `kv-gw-cert-public-${name}`);
}

/** The certificateRefs that the operator writes. */
function operatorPatch(): object[] {
  return secretNames().map((name, index) => ({
    op: 'add',
    path: `/spec/listeners/${index + 1}/tls/certificateRefs`,
    value: [{ namespace: NAMESPACE, name, group: '', kind: 'Secret' }],
  }));
}
