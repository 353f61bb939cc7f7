import type { Breakable } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

function web(name: string, change: (container: Breakable) => void): Mutation {
  return { name, change: ({ container }) => change(container('Deployment', 'web')) };
}

function withArgs(...args: readonly string[]): Mutation {
  return web(`the arguments ${args.join(' ')}`, (container) => {
    container.args = args;
  });
}

function withEnv(...env: readonly (readonly [name: string, value: string])[]): Mutation {
  return web(env.map((pair) => pair.join('=')).join(' '), (container) => {
    container.env.push(...env.map(([name, value]) => ({ name, value })));
  });
}

function withSubPathExpr(subPathExpr: string, env: readonly object[] = []): Mutation {
  return web(`the subPathExpr ${subPathExpr} and ${env.length} further variables`, (container) => {
    container.env.push(...env);
    container.volumeMounts[0].subPathExpr = subPathExpr;
  });
}

export const VARIABLES: MutationClass = {
  name: 'references to variables',
  outages: [
    withArgs('--database=$(DATABASE_URL)'),
    withArgs('-c', '$(CONFIG)'),
    withArgs('--user=shop', '--password=$(PASSWORDS)'),
    web('an undefined variable in a command', (container) => {
      container.command = ['web', '$(MODE)'];
    }),
    withEnv(['COPY', '$(PASSWORDS)']),
    withEnv(['PATH', '$(PATH):/opt/bin']),
    withEnv(['URL', 'http://$(NAME)'], ['NAME', 'db']),
    withEnv(['URL', 'http://$(URL)']),
    withArgs('--port=$(MAIL_SERVICE_PORT)'),
    withSubPathExpr('$(POD_NAME)'),
    withSubPathExpr('logs/$(pod)'),
    web('a variable of another container', (container) => {
      container.envFrom = [];
      container.args = ['--theme=$(THEME)'];
    }),
  ],
  sound: [
    withArgs('--database=$(DATABASE)', '--password=$(PASSWORD)', '--theme=$(THEME)'),
    withArgs('--literal=$$(DATABASE_URL)', '$(params.image)', '$(Configuration)', '$5', '$(', '$'),
    withArgs('--db=$(DB_SERVICE_HOST):$(DB_SERVICE_PORT)', '--api=$(KUBERNETES_SERVICE_HOST)'),
    withArgs('sh', '-c', 'echo $(hostname) $(DATE) && exec web'),
    withArgs('sh', '-ec', '$(RUN)'),
    web('a script in a command', (container) => {
      container.command = ['/bin/bash', '-e', '-c', '$(RUN)'];
    }),
    withEnv(['NAME', 'db'], ['URL', 'http://$(NAME)']),
    withEnv(['COPY', '$(PASSWORD)'], ['LITERAL', '$$(UNKNOWN)']),
    withSubPathExpr('$(POD_NAME)', [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ]),
    web('variables of a Secret whose keys are not known', (container) => {
      container.envFrom.push({ secretRef: { name: 'overrides', optional: true } });
      container.args = ['--token=$(TOKEN)'];
    }),
    web('variables with a prefix', (container) => {
      container.envFrom[0].prefix = 'WEB_';
      container.args = ['--theme=$(WEB_THEME)'];
    }),
  ],
};
