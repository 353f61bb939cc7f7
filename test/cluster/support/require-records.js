/** Ends the run, before any test and without a stack trace, where there are no records to look at. */
module.exports = async () => {
  if (process.env.DNS_RECORDS) return;
  process.stderr.write(`DNS_RECORDS not set.\n${HOW}\n`);
  process.exit(1);
};

const HOW = [
  'The DNS test reads what ExternalDNS would make of a cluster to which dist/ has been applied:',
  '  1. give the LoadBalancer Services and the Ingresses an address, where no cloud does',
  '  2. run external-dns once, with the arguments and the service account of its Deployment, save for',
  '     --provider=inmemory --inmemory-zone=DOMAIN --registry=noop --once --log-level=debug',
  '  3. write the lines of its log that begin with CREATE to a file',
  '  DNS_RECORDS=that-file npm run test:dns -- aiworker',
].join('\n');
