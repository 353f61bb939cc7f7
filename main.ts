import { run } from './lib/cli/run';
import { synthArguments, table } from './lib/cli/synth';
import { TopologyApp } from './lib/core/topology-app';
import { repair } from './lib/output/writer';
import { synth } from './lib/synth';
import { readConfiguration } from './lib/systems/configuration';
import { topology } from './lib/topology';

run(() => {
  const today = new Date();
  const warnings: string[] = [];
  const app = new TopologyApp();
  // First, because an invalid configuration ends the run.
  repair(app.outdir, (line) => process.stderr.write(`warning: ${line}\n`));
  topology(app, readConfiguration('config', { today, warn: (line) => warnings.push(line) }));
  const result = synth(app, { ...synthArguments(app, process.argv.slice(2)), today });
  for (const line of warnings) process.stderr.write(`warning: ${line}\n`);
  return table(result);
});
