import * as k8s from '../../imports/k8s';
import { withDisk } from '../../lib/workloads/disk';
import { readManifests } from '../support/manifests';

const quantity = (text: string) => k8s.Quantity.fromString(text);
const container = (name: string, disk?: string): k8s.Container => ({
  name,
  ...(disk !== undefined && { resources: { requests: { 'ephemeral-storage': quantity(disk) } } }),
});
const scratch = (name: string, sizeLimit: string, medium?: string): k8s.Volume => ({
  name,
  emptyDir: { sizeLimit: quantity(sizeLimit), medium },
});

/** The request and the limit of each container. */
function figures({ containers, initContainers = [] }: k8s.PodSpec): Record<string, string> {
  return Object.fromEntries(
    [...initContainers, ...containers].map(({ name, resources = {} }) => [
      name,
      [resources.requests, resources.limits].map((list) => list?.['ephemeral-storage']?.value).join(' to '),
    ]),
  );
}

test('scratch volumes count in the first container', () => {
  const volumes = [scratch('tmp', '1Gi'), scratch('memory', '1Gi', 'Memory'), { name: 'data' }];
  const pod = { initContainers: [container('init')], containers: [container('a'), container('b')], volumes };
  expect(figures(withDisk(pod))).toEqual({
    init: '64Mi to 1Gi',
    a: '1088Mi to 2Gi',
    b: '64Mi to 1Gi',
  });
});

test('the request and the limit can be stated', () => {
  const pod = { containers: [container('a')], volumes: [scratch('tmp', '12Gi')] };
  expect(figures(withDisk(pod, { request: '4Gi', limit: '3Gi' }))).toEqual({ a: '4Gi to 15Gi' });
});

test('a container that states its request is not changed', () => {
  const pod = { containers: [container('a', '5Gi')] };
  expect(withDisk(withDisk(pod))).toEqual(withDisk(pod));
  expect(figures(withDisk(pod))).toEqual({ a: '5Gi to ' });
});

// biome-ignore lint/suspicious/noExplicitAny: pods of every kind of object
type Any = any;

test.each(['aiworker', 'aks-algesta-dev', 'aks-algesta-production', 'arcana'])(
  'every container of dist/%s requests and limits disk space',
  (cluster) => {
    const specs = (readManifests(`dist/${cluster}`) as Any[]).flatMap(({ kind, spec, template }) => {
      if (kind === 'CronJob') return [spec.jobTemplate.spec.template.spec];
      if (kind === 'PodTemplate') return [template.spec];
      return spec?.template?.spec?.containers ? [spec.template.spec] : [];
    });
    const containers = specs.flatMap(({ containers, initContainers = [] }: Any) => [
      ...containers,
      ...initContainers,
    ]);
    expect(containers.length).toBeGreaterThan(5);
    const without = containers.filter(
      ({ resources }: Any) =>
        !resources?.requests?.['ephemeral-storage'] || !resources?.limits?.['ephemeral-storage'],
    );
    expect(without.map(({ name }: Any) => name)).toEqual([]);
  },
);
