import type { Breakable, Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec';

/** Mounts the ConfigMap of the web server at /etc/web. */
function mount(change: (container: Breakable) => void) {
  return ({ find, container }: Workshop) => {
    const volumes: object[] = find('Deployment', 'web').spec.template.spec.volumes;
    volumes.push({ name: 'config', configMap: { name: 'web-settings' } });
    container('Deployment', 'web').volumeMounts.push({ name: 'config', mountPath: '/etc/web' });
    change(container('Deployment', 'web'));
  };
}

reports(
  'mounted-file',
  'a file that is no key of the ConfigMap, once',
  mount((container) => {
    container.env.push({ name: 'CONFIG_FILE', value: '/etc/web/web.yaml' });
    container.args = ['--config=$(CONFIG_FILE)'];
  }),
  [
    `${WEB}.containers[0].args[0] is "--config=$(CONFIG_FILE)": volume "config", mounted at /etc/web, has no file "web.yaml": add it to ConfigMap shop/web-settings, or use one of THEME [mounted-file]`,
  ],
);

reports(
  'mounted-file',
  'a subPath that is no key of the ConfigMap',
  mount((container) => {
    Object.assign(container.volumeMounts[1], { mountPath: '/etc/web/web.yaml', subPath: 'web.yaml' });
    container.args = ['--config=/etc/web/web.yaml'];
  }),
  [
    `${WEB}.containers[0].volumeMounts[1].subPath is "web.yaml": volume "config" has no file "web.yaml", and the kubelet mounts an empty directory: add it to ConfigMap shop/web-settings, or use one of THEME [mounted-file]`,
  ],
);

reports(
  'mounted-file',
  'a program that is not executable',
  mount((container) => {
    container.command = ['/etc/web/THEME'];
  }),
  [
    `${WEB}.containers[0].command[0] is "/etc/web/THEME": volume "config", mounted at /etc/web, has the file with mode 0644, so it cannot be executed: set defaultMode to 0555, or start an interpreter [mounted-file]`,
  ],
);
