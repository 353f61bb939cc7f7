import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALERT_RECEIVERS } from '../../lib/addons/monitoring/alertmanager';
import { TopologyApp } from '../../lib/core/topology-app';
import { check } from '../../lib/synth';
import { readConfiguration } from '../../lib/systems/configuration';
import { topology } from '../../lib/topology';

/** All clusters of the committed configuration with a receiver of alerts. */
function withReceiver(receiver: string): TopologyApp {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  cpSync('config', folder, { recursive: true });
  const alerts = (indent: string) => `${indent}alerts:\n${indent}  receiver: ${receiver}\n`;
  for (const file of ['aiworker.yaml', 'arcana.yaml', 'algesta.yaml']) {
    const text = readFileSync(join(folder, file), 'utf8');
    const changed =
      file === 'algesta.yaml'
        ? text.replaceAll(/^ {2}aks-algesta-.*:\n/gm, (line) => line + alerts('    '))
        : text + alerts('');
    writeFileSync(join(folder, file), changed);
  }
  const app = new TopologyApp();
  topology(app, readConfiguration(folder));
  return app;
}

test.each(ALERT_RECEIVERS)('every cluster can send its alerts to a receiver (%s)', (receiver) => {
  const app = withReceiver(receiver);
  for (const { expectedSecrets } of app.clusters)
    expect(expectedSecrets.map(({ name }) => name)).toContain('alertmanager-receiver');
  const { errors, warnings } = check(app);
  expect(errors).toEqual([]);
  expect(warnings.filter((line) => line.includes('alert'))).toEqual([]);
});

test('fails if the kind of the receiver is unknown', () => {
  expect(() => withReceiver('pigeon')).toThrow('alerts.receiver: expected one of "webhook", "slack"');
});
