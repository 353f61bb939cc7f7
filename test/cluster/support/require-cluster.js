const { spawnSync } = require('node:child_process');

/** Ends the run before the first test, without a stack trace, if there is no API server of an empty cluster. */
module.exports = async () => {
  const fault = faultOfCluster();
  if (fault === undefined) return;
  process.stderr.write(`${fault}\n${HOW}\n`);
  process.exit(1);
};

const HOW = [
  'The cluster tests need an empty cluster, and change it. With kind:',
  '  kind create cluster --kubeconfig /tmp/kind.kubeconfig',
  '  export KUBECONFIG=/tmp/kind.kubeconfig',
  '  test/cluster/crds    # the CustomResourceDefinitions that dist/ uses',
  '  npm run test:cluster -- aiworker',
].join('\n');

function faultOfCluster() {
  if (!process.env.KUBECONFIG) return 'KUBECONFIG is not set.';
  const get = ['get', 'namespaces', '--output=name', '--request-timeout=10s'];
  const answer = spawnSync('kubectl', get, { encoding: 'utf8' });
  if (answer.error) return `kubectl does not start: ${answer.error.message}.`;
  if (answer.status !== 0)
    return `no API server answers for KUBECONFIG=${process.env.KUBECONFIG}: ${answer.stderr}`;
  const known = /^namespace\/(default|kube-.*|local-path-storage)$/;
  const others = answer.stdout
    .trim()
    .split('\n')
    .filter((name) => !known.test(name));
  return others.length > 0 ? `the cluster is not empty: it has ${others.join(', ')}.` : undefined;
}
