import { run } from './lib/cli/run';
import { selectClusters, table } from './lib/cli/synth';
import { readConfiguration } from './lib/config/configuration';
import { TopologyApp } from './lib/output/topology-app';
import { topology } from './lib/topology';

run(() => {
  const app = new TopologyApp({ today: new Date() });
  topology(app, readConfiguration('config'));
  const clusters = selectClusters(app, process.argv.slice(2));
  return table(app.write({ clusters }));
});
