import { Backend, type BackendProps } from '../../../../lib/systems/aiworker/workloads/backend';
import { ServiceAccount } from '../../../../lib/workloads/service-account';
import { addedObjects } from '../../../support/added-objects';
import { containerOf, find, podOf } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<BackendProps> = {
      namespace,
      env: { GIT_URL: 'http://git.example.org', GIT_TOKEN: { secret: { name: 'git' }, key: 'token' } },
      pullSecret: { name: 'registry' },
      account: new ServiceAccount(cluster, 'account', { namespace, name: 'clerk' }),
    };
    new Backend(cluster, 'backend', all);
  });
  expect(objects).toMatchSnapshot();
});

describe('the backend', () => {
  const container = containerOf('Deployment', 'aiworker-backend');

  test('has the probes of document 000', () => {
    expect(container.livenessProbe).toEqual({
      httpGet: {
        path: '/api/health',
        port: 3000,
        httpHeaders: [{ name: 'X-Health-Check', value: 'liveness' }],
      },
      initialDelaySeconds: 30,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(container.readinessProbe).toEqual({
      httpGet: { path: '/api/health/ready', port: 3000 },
      initialDelaySeconds: 10,
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
  });

  test('receives the requests of one client in the same pod for one hour', () => {
    expect(find('Service', 'aiworker-backend').spec).toMatchObject({
      type: 'ClusterIP',
      ports: [{ name: 'http', port: 3000, targetPort: 3000 }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    });
  });

  test('calls the API server with its own account', () => {
    expect(podOf('Deployment', 'aiworker-backend')).toMatchObject({
      serviceAccountName: 'aiworker-backend',
      automountServiceAccountToken: true,
    });
  });
});
