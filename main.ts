import { asksForHelp } from './lib/cli/arguments';
import { withProgress } from './lib/cli/progress';
import { run } from './lib/cli/run';
import { SYNTH_USAGE, selectClusters, synthArguments, table } from './lib/cli/synth';
import { TopologyApp } from './lib/core/topology-app';
import { repair } from './lib/output/writer';
import { synth } from './lib/synth';
import { readConfiguration, withIngress } from './lib/systems/configuration';
import { topology } from './lib/topology';

run(() => {
  if (asksForHelp(process.argv.slice(2))) return SYNTH_USAGE;
  const today = new Date();
  const warnings: string[] = [];
  const advice: string[] = [];
  const { ingress, out, replace, ...args } = synthArguments(process.argv.slice(2));
  const app = new TopologyApp({ outdir: out });
  // First, because an invalid configuration ends the run.
  repair(app.outdir, (line) => process.stderr.write(`warning: ${line}\n`));
  const result = withProgress(process.stderr, (progress) => {
    progress('reading config/');
    const config = readConfiguration('config', { today, warn: (line) => advice.push(`warning: ${line}`) });
    topology(app, withIngress(config, ingress));
    const clusters = selectClusters(app, args.clusters);
    return synth(app, { clusters, replace, today, progress, warn: (line) => warnings.push(line) });
  });
  for (const line of [...warnings, ...advice]) process.stderr.write(`${line}\n`);
  return table(result);
});
