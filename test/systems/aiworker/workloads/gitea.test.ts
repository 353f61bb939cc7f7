import { Gitea, type GiteaProps } from '../../../../lib/systems/aiworker/workloads/gitea';
import { addedObjects } from '../../../support/added-objects';
import { containerOf, find } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<GiteaProps> = {
      namespace,
      hostname: 'git.example.org',
      volume: '200Gi',
      webhookHosts: ['backend.shop.svc:3000', 'hooks.example.org:443'],
    };
    new Gitea(cluster, 'gitea', all);
  });
  expect(objects).toMatchSnapshot();
});

describe('gitea', () => {
  test('serves HTTP and SSH', () => {
    expect(find('Service', 'gitea').spec.ports).toMatchObject([{ port: 3000, targetPort: 3000 }]);
    expect(find('Service', 'gitea-ssh').spec.ports).toMatchObject([{ port: 22, targetPort: 2222 }]);
  });

  test('has its public address in its environment', () => {
    const { env } = containerOf('StatefulSet', 'gitea');
    expect(env).toContainEqual({ name: 'GITEA__server__ROOT_URL', value: 'https://git.aiworker.dev/' });
  });

  test.each([
    ['service__REQUIRE_SIGNIN_VIEW', 'true'],
    ['service__DISABLE_REGISTRATION', 'true'],
    ['actions__ENABLED', 'false'],
    ['security__REVERSE_PROXY_LIMIT', '0'],
    ['database__SQLITE_JOURNAL_MODE', 'WAL'],
    ['server__LFS_START_SERVER', 'true'],
  ])('has the setting %s = %s', (name, value) => {
    expect(containerOf('StatefulSet', 'gitea').env).toContainEqual({ name: `GITEA__${name}`, value });
  });

  test('may send webhooks only to the port of the backend', () => {
    const { env } = containerOf('StatefulSet', 'gitea');
    const { metadata, spec } = find('Service', 'aiworker-backend');
    expect(env).toContainEqual({ name: 'GITEA__security__EGRESS_MODE', value: 'strict' });
    expect(env).toContainEqual({
      name: 'GITEA__security__ALLOWED_HOST_LIST',
      value: `${metadata.name}.${metadata.namespace}.svc:${spec.ports[0].port}`,
    });
  });
});
