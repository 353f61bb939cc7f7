import { parseAllDocuments } from 'yaml';
import { render } from '../../../lib/synth';
import { aiworkerApp } from '../../support/aiworker';
import { getAll, kubectl, tryKubectl } from './kubectl';
import { listOf } from './pods';

interface Certificate {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Record<string, unknown>;
}

const MESH = 'istio-system';

/** Tests that the API server and the CRDs accept aiworker's custom resources, including those of its options. */
export function describeCustomResources(): void {
  describe('the custom resources of aiworker', () => {
    beforeAll(() => kubectl(['create', 'namespace', MESH]));
    afterAll(() => kubectl(['delete', 'namespace', MESH, '--wait=false']));

    test('are accepted with Istio, and the API server knows every field', () => {
      const objects = render(aiworkerApp({ serviceMesh: 'istio' }))
        .flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as Kind))
        .filter(({ apiVersion }) => /\b(istio\.io|cert-manager\.io)\//.test(apiVersion));
      expect(objects.map(({ kind }) => kind).sort()).toEqual([
        'Certificate',
        'Certificate',
        'Certificate',
        'Certificate',
        'ClusterIssuer',
        'ClusterIssuer',
        'Gateway',
        'VirtualService',
      ]);
      const { status, stderr } = dryRun(objects);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });

    test('are refused if they have an unknown field or miss a required one', () => {
      const [certificate] = getAll<Certificate>('certificates', '--namespace=ingress-nginx');
      if (certificate === undefined) throw new Error('ingress-nginx has no Certificate');
      const made = (spec: object) => ({
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'broken', namespace: certificate.metadata.namespace },
        spec,
      });
      const { secretName, ...nameless } = certificate.spec;
      expect(dryRun([made(certificate.spec)]).status).toBe(0);
      expect(dryRun([made({ ...certificate.spec, renewBefor: '720h' })]).stderr).toMatch(
        /unknown field "(spec\.)?renewBefor"/,
      );
      expect(dryRun([made(nameless)]).stderr).toMatch(/(missing required field "|spec\.)secretName/);
    });
  });
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

function dryRun(objects: readonly object[]) {
  return tryKubectl(['apply', '--dry-run=server', '--validate=strict', '-f', '-'], listOf(objects));
}
