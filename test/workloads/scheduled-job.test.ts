import type { ClusterNamespace } from '../../lib/core/cluster-namespace';
import { hardenedPod } from '../../lib/workloads/hardened-pod';
import { ScheduledJob, type ScheduledJobProps } from '../../lib/workloads/scheduled-job';
import { addedObjects, RESOURCES } from '../support/added-objects';

const required = (namespace: ClusterNamespace): ScheduledJobProps => ({
  namespace,
  name: 'report',
  schedule: '17 3 * * *',
  deadlineSeconds: 600,
  pod: hardenedPod({
    name: 'report',
    image: 'registry.example.org/report:1.0.0',
    user: 1000,
    resources: RESOURCES,
  }),
});

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new ScheduledJob(cluster, 'job', required(namespace));
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<ScheduledJobProps> = { ...required(namespace), history: 'unset' };
    new ScheduledJob(cluster, 'job', all);
  });
  expect(objects).toMatchSnapshot();
});
