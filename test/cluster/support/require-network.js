/** Ends the run before the first test, without a stack trace, if there is no program that opens connections. */
module.exports = async () => {
  const missing = ['KUBECONFIG', 'CONNECT'].filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  process.stderr.write(`${missing.join(' and ')} not set.\n${HOW}\n`);
  process.exit(1);
};

const HOW = [
  'The network tests compare the isolation matrix with real connections. They change the cluster:',
  '  export KUBECONFIG=/tmp/kind.kubeconfig   # of a cluster with a policy engine, to which a folder of dist/ is applied',
  '  export CONNECT=./connect                 # a command that opens connections: README, "Tests with a cluster"',
  '  npm run test:network -- aiworker',
].join('\n');
