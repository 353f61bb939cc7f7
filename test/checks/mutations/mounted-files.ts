import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** The web server with its ConfigMap at /etc/web, which has a file settings.yaml, after a change of its container. */
function mounted(
  name: string,
  change: (container: Breakable, pod: Breakable, workshop: Workshop) => void,
): Mutation {
  return {
    name,
    change: (workshop) => {
      const { find, container } = workshop;
      const { spec } = find('Deployment', 'web').spec.template;
      find('ConfigMap', 'web-settings').data['settings.yaml'] = 'theme: dark\n';
      spec.volumes.push({ name: 'config', configMap: { name: 'web-settings' } });
      container('Deployment', 'web').volumeMounts.push({ name: 'config', mountPath: '/etc/web' });
      change(container('Deployment', 'web'), spec, workshop);
    },
  };
}

function withArgs(...args: readonly string[]): Mutation {
  return mounted(`the arguments ${args.join(' ')}`, (container) => {
    container.args = args;
  });
}

function withCommand(...command: readonly string[]): Mutation {
  return mounted(`the command ${command.join(' ')}`, (container) => {
    container.command = command;
  });
}

function withVariable(name: string, value: string): Mutation {
  return mounted(`${name}=${value}`, (container) => {
    container.env.push({ name, value });
  });
}

/** A volume in place of that of the ConfigMap, and an argument. */
function withVolume(name: string, volume: object, argument: string, mount: object = {}): Mutation {
  return mounted(`${name}, and ${argument}`, (container, pod) => {
    pod.volumes[1] = { name: 'config', ...volume };
    Object.assign(container.volumeMounts[1], mount);
    container.args = [argument];
  });
}

const ITEMS = {
  configMap: { name: 'web-settings', items: [{ key: 'settings.yaml', path: 'conf/web.yaml' }] },
};
const SECRET = { secret: { secretName: 'db-credentials' } };
const PROJECTED = {
  projected: {
    sources: [
      { configMap: { name: 'web-settings' } },
      { secret: { name: 'db-credentials', items: [{ key: 'password', path: 'db/password' }] } },
      { serviceAccountToken: { path: 'token' } },
      { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
    ],
  },
};

/** The mount of one part of the volume. */
function withSubPath(name: string, mount: object, volume?: object): Mutation {
  return mounted(name, (container, pod) => {
    if (volume) pod.volumes[1] = { name: 'config', ...volume };
    Object.assign(container.volumeMounts[1], { mountPath: '/etc/web/settings.yaml', ...mount });
  });
}

export const MOUNTED_FILES: MutationClass = {
  name: 'files of mounted objects',
  outages: [
    withArgs('--config.file=/etc/web/web.yaml'),
    withArgs('--config', '/etc/web/web.yaml'),
    withArgs('-c', '/etc/web/web.yaml'),
    withArgs('--config=file:/etc/web/web.yaml'),
    withArgs('--config=file:///etc/web/web.yaml'),
    withArgs('--configs=/etc/web/settings.yaml,/etc/web/web.yaml'),
    withArgs('--tls-key-file=/etc/web/key'),
    withCommand('/etc/web/run.sh'),
    withCommand('/etc/web/run'),
    withCommand('sh', '/etc/web/run.sh'),
    withCommand('sh', '-c', 'exec /etc/web/run.sh --port 8080'),
    withCommand('/etc/web/settings.yaml'),
    withVariable('CONFIG_FILE', '/etc/web/web.yaml'),
    withVariable('JAVA_OPTS', '-Xmx1g -Dlogback.configurationFile=/etc/web/logback.xml'),
    mounted('a path in a variable of the ConfigMap', (_container, _pod, { find }) => {
      find('ConfigMap', 'web-settings').data.CONFIG_FILE = '/etc/web/web.yaml';
    }),
    mounted('a path with a variable', (container) => {
      container.env.push({ name: 'FOLDER', value: '/etc/web' });
      container.args = ['--config=$(FOLDER)/web.yaml'];
    }),
    mounted('a removed key', (container, _pod, { find }) => {
      delete find('ConfigMap', 'web-settings').data['settings.yaml'];
      container.args = ['--config=/etc/web/settings.yaml'];
    }),
    mounted('a command of a probe', (container) => {
      container.readinessProbe = { exec: { command: ['/etc/web/ready.sh'] } };
    }),
    mounted('a command in the working directory', (container) => {
      Object.assign(container, { workingDir: '/etc/web', command: ['./run.sh'] });
    }),
    withVolume('another path of an item', ITEMS, '--config=/etc/web/settings.yaml'),
    withVolume('a Secret', SECRET, '--password-file=/etc/web/pass'),
    withVolume('a projected volume', PROJECTED, '--password-file=/etc/web/db/pass'),
    withVolume('a missing file in the folder of an item', ITEMS, '--config=/etc/web/conf/x.yaml'),
    withSubPath('a subPath that is no key', { subPath: 'setting.yaml' }),
    withSubPath('a subPath that is no item', { subPath: 'settings.yaml' }, ITEMS),
    withSubPath('a subPath that is no key of a Secret', { subPath: 'pass' }, SECRET),
    withSubPath('a subPath that is no file of a projected volume', { subPath: 'password' }, PROJECTED),
    mounted('a subPathExpr of a missing key', (container) => {
      container.env.push({ name: 'STAGE', value: 'production' });
      Object.assign(container.volumeMounts[1], { subPathExpr: '$(STAGE).yaml' });
    }),
    mounted('a key of an item that does not exist', (_container, pod) => {
      pod.volumes[1].configMap.items = [{ key: 'setting.yaml', path: 'settings.yaml' }];
    }),
  ],
  sound: [
    withArgs('--config.file=/etc/web/settings.yaml'),
    withArgs('--config=file:/etc/web/settings.yaml', '--root=/etc/web/', '--dir=/etc/web'),
    withArgs('--config=/etc/web/..data/settings.yaml'),
    withArgs('--config=/etc/web/../app/web.yaml', '--config=/etc/website/web.yaml'),
    withArgs('--rules=/etc/web/*.rules.yaml', '--rules=/etc/web/conf.d'),
    withArgs('--template=/etc/web/{{ .Name }}.yaml', '--exclude=/etc/web/old.yaml'),
    withArgs('--upstream=http://db.example/etc/web/web.yaml'),
    withArgs('--config=optional:file:/etc/web/local.yaml'),
    withArgs('--health=/etc/web/health'),
    withArgs('--config=/app/config.yaml', '--data=/var/lib/web/data.db'),
    withCommand('/usr/bin/web', '/etc/web/settings.yaml'),
    withCommand('sh', '-c', 'test -f /etc/web/local.sh && . /etc/web/local.sh; exec web'),
    withVariable('PATH', '/usr/bin:/etc/web/bin'),
    withVariable('BASE_PATH', '/etc/web/v1'),
    mounted('an executable script', (container, pod) => {
      Object.assign(pod.volumes[1].configMap, { defaultMode: 0o555 });
      container.command = ['/etc/web/settings.yaml'];
    }),
    mounted('an executable item', (container, pod) => {
      pod.volumes[1].configMap.items = [{ key: 'settings.yaml', path: 'run.sh', mode: 0o755 }];
      container.command = ['/etc/web/run.sh'];
    }),
    withVolume('an item', ITEMS, '--config=/etc/web/conf/web.yaml'),
    withVolume('the folder of an item', ITEMS, '--config=/etc/web/conf/'),
    withVolume('a Secret', SECRET, '--password-file=/etc/web/password'),
    withVolume('a Certificate', { secret: { secretName: 'shop-tls' } }, '--tls-key-file=/etc/web/tls.key'),
    withVolume(
      'a projected volume',
      PROJECTED,
      '--token-file=/etc/web/token,/etc/web/labels,/etc/web/db/password',
    ),
    withVolume('an empty volume', { emptyDir: {} }, '--config=/etc/web/web.yaml'),
    withVolume(
      'an optional ConfigMap',
      { configMap: { name: 'web-settings', optional: true } },
      '--config=/etc/web/web.yaml',
    ),
    withVolume('a file beside one file of the image', ITEMS, '--config=/etc/web/web.yaml', {
      mountPath: '/etc/web/settings.yaml',
      subPath: 'conf/web.yaml',
    }),
    mounted('an empty volume below that of the ConfigMap', (container, pod) => {
      pod.volumes.push({ name: 'data', emptyDir: {} });
      container.volumeMounts.push({ name: 'data', mountPath: '/etc/web/data' });
      container.args = ['--database=/etc/web/data/web.db'];
    }),
    mounted('binary data', (container, _pod, { find }) => {
      find('ConfigMap', 'web-settings').binaryData = { 'truststore.jks': 'AAAA' };
      container.args = ['--truststore=/etc/web/truststore.jks'];
    }),
    mounted('the keystore of a Certificate', (container, pod, { find }) => {
      find('Certificate', 'shop-tls').spec.keystores = {
        pkcs12: { create: true, passwordSecretRef: { name: 'db-credentials', key: 'password' } },
      };
      pod.volumes[1] = { name: 'config', secret: { secretName: 'shop-tls' } };
      container.args = ['--keystore=/etc/web/keystore.p12'];
    }),
    withSubPath('a subPath that is a key', { subPath: 'settings.yaml' }),
    withSubPath('a subPath that is the folder of an item', { mountPath: '/etc/web', subPath: 'conf' }, ITEMS),
    withSubPath(
      'a subPath of an optional ConfigMap',
      { subPath: 'local.yaml' },
      {
        configMap: { name: 'web-settings', optional: true },
      },
    ),
    withSubPath('a subPath of an empty volume', { subPath: 'cache' }, { emptyDir: {} }),
  ],
};
