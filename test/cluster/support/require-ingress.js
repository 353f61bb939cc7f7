/** Ends the run, before any test and without a stack trace, where there is no controller to ask. */
module.exports = async () => {
  const missing = ['KUBECONFIG', 'INGRESS_ADDRESS'].filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  process.stderr.write(`${missing.join(' and ')} not set.\n${HOW}\n`);
  process.exit(1);
};

const HOW = [
  'The ingress tests ask the controller of a cluster to which a folder of dist/ has been applied:',
  '  export KUBECONFIG=/tmp/kind.kubeconfig',
  '  npm run ingress-fixtures                            # secrets and pods, before the controller starts',
  '  export INGRESS_ADDRESS=172.18.255.200               # where its ports 80 and 443 are',
  '  export INGRESS_LOG=/tmp/controller.log              # optional: checked for errors',
  '  npm run test:ingress -- routes aiworker',
].join('\n');
