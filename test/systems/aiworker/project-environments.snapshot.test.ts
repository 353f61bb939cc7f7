import {
  type ProjectApplication,
  ProjectEnvironments,
  type ProjectEnvironmentsProps,
} from '../../../lib/systems/aiworker/project-environments';
import { TestCluster } from '../../support/test-cluster';

// The snapshot with the required props only is in project-environments.test.ts.
test('with all props', () => {
  const cluster = new TestCluster();
  const application: Required<ProjectApplication> = {
    image: 'registry.example.org/shop:1.0.0',
    port: 8080,
    replicas: 3,
  };
  const all: Required<ProjectEnvironmentsProps> = { name: 'My Shop', application };
  new ProjectEnvironments(cluster, 'project', all);
  expect(cluster.objects()).toMatchSnapshot();
});
