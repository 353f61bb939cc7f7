import { algestaObjects, vaultChanges } from '../../support/algesta';
import type { Manifest } from '../../support/test-cluster';
import { kubectl } from './kubectl';
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

    test('are not changed by a second apply', () => {
      expect(apply().filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    });
  });
}

interface Listeners {
  readonly spec: { readonly listeners: readonly { readonly name: string; readonly tls?: object }[] };
}

/** The certificateRefs that the operator writes into every listener with TLS. */
function operatorPatch(): object[] {
  const { spec } = JSON.parse(kubectl(['get', ...GATEWAY, '--output=json'])) as Listeners;
  return spec.listeners.flatMap(({ name, tls }, index) => {
    if (tls === undefined) return [];
    const secret = { namespace: NAMESPACE, name: `kv-gw-cert-public-${name}`, group: '', kind: 'Secret' };
    return [{ op: 'add', path: `/spec/listeners/${index}/tls/certificateRefs`, value: [secret] }];
  });
}
