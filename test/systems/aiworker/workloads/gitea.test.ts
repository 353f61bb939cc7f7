import { Gitea, type GiteaProps } from '../../../../lib/systems/aiworker/workloads/gitea';
import { addedObjects } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<GiteaProps> = {
      namespace,
      hostname: 'git.example.org',
      volume: '200Gi',
      webhookHosts: ['backend.shop.svc', 'hooks.example.org'],
    };
    new Gitea(cluster, 'gitea', all);
  });
  expect(objects).toMatchSnapshot();
});
