import { kubeObject } from '../../../lib/checks/engine/kube-object';
import { schemaOf } from '../../../lib/checks/facts/schemas';

function problems(json: { apiVersion: string; kind: string }): string[] {
  const object = kubeObject({ json, path: 'p', file: 'f' });
  return (schemaOf(object)?.problems(json) ?? []).map(({ field }) => field);
}

function deployment(container: object): { apiVersion: string; kind: string } {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...{
      metadata: { name: 'web', labels: { 'any.key/at-all': 'x' } },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { spec: { containers: [{ name: 'web', ...container }] } },
      },
    },
  };
}

describe('unknown fields', () => {
  test('a sound object has none, and labels may have any key', () => {
    expect(problems(deployment({ resources: { limits: { cpu: '1', 'example.com/gpu': '1' } } }))).toEqual([]);
  });

  test('a misspelt field is found after sound objects of the kind, and every time', () => {
    const wrong = deployment({ resources: { limit: { cpu: '1' } } });
    const expected = ['spec.template.spec.containers[0].resources.limit'];
    expect(problems(deployment({}))).toEqual([]);
    expect([problems(wrong), problems(wrong)]).toEqual([expected, expected]);
  });

  test('what a schema leaves open takes any field', () => {
    const webhook = { groupName: 'a', solverName: 'b', config: { anything: { goes: 1 } } };
    const solvers = [{ dns01: { webhook } }];
    const acme = { server: 'https://acme.example', privateKeySecretRef: { name: 'key' }, solvers };
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', ...{ spec: { acme } } };
    expect(problems(issuer)).toEqual([]);
  });
});
