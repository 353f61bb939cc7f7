import { PodService, type PodServiceProps } from '../../lib/workloads/pod-service';
import { addedObjects } from '../support/added-objects';

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new PodService(cluster, 'service', { namespace, name: 'web', selector: { app: 'web' }, port: 8080 });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<PodServiceProps> = {
      namespace,
      name: 'web',
      selector: { app: 'web', part: 'front' },
      port: 80,
      targetPort: 8080,
      portName: 'http',
      clientIpAffinitySeconds: 3600,
      headless: true,
    };
    new PodService(cluster, 'service', all);
  });
  expect(objects).toMatchSnapshot();
});

test('states its address in the cluster, and the pods on the port on which they listen', () => {
  addedObjects((cluster, namespace) => {
    const service = new PodService(cluster, 'service', {
      namespace,
      name: 'web',
      selector: { app: 'web' },
      port: 80,
      targetPort: 8080,
    });
    expect(service.host).toBe('web.shop.svc');
    expect(service.url).toBe('http://web.shop.svc:80');
    expect(service.pods).toMatchObject({ podLabels: { app: 'web' }, ports: [{ port: 8080 }] });
  });
});
