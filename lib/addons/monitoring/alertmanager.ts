import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Prometheus } from './prometheus';

const PORT = 9093;

const SECRET_FOLDER = '/etc/alertmanager-receiver';

/** The summary and the description of each alert. The default message has only its name and its labels. */
const SLACK_TEXT =
  '{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n{{ end }}';

/** The configuration of each kind of receiver. Alertmanager reads the address from a file for each notification. */
const RECEIVERS = {
  webhook: (file: string) => ({ webhook_configs: [{ url_file: file }] }),
  slack: (file: string) => ({
    slack_configs: [{ api_url_file: file, send_resolved: true, text: SLACK_TEXT }],
  }),
} as const;

/**
 * The kind of a receiver of alerts.
 *
 * - `webhook`: a program that accepts Alertmanager's JSON.
 * - `slack`: an incoming webhook of Slack.
 */
export type AlertReceiver = keyof typeof RECEIVERS;

export const ALERT_RECEIVERS = Object.keys(RECEIVERS) as AlertReceiver[];

/** The properties of Alertmanager. */
export interface AlertmanagerProps {
  readonly namespace: ClusterNamespace;
  /** The Prometheus that sends the alerts. */
  readonly prometheus: Prometheus;
  readonly receiver: AlertReceiver;
}

/**
 * Alertmanager, which sends the alerts of Prometheus to one receiver.
 *
 * The address of the receiver is in the Secret `alertmanager-receiver`, because whoever knows it can send messages. It
 * must be on the internet, on port 443. Alerts of one name and namespace are one message, which is repeated every four
 * hours if the alerts are critical, and otherwise every day.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 * @see docs/decisions/0009-alerts-without-a-receiver.md
 */
export class Alertmanager extends StatefulServer {
  constructor(scope: Construct, id: string, { namespace, prometheus, receiver }: AlertmanagerProps) {
    const cluster = ClusterBase.of(scope);
    const secret = cluster.expectSecret({
      namespace,
      name: 'alertmanager-receiver',
      keys: { url: `the address of the receiver (${receiver}), https://…` },
      purpose: 'Alertmanager sends alerts to this address',
    });
    super(scope, id, {
      namespace,
      name: 'alertmanager',
      image: IMAGES.alertmanager,
      user: 65534,
      args: [
        '--config.file=/etc/alertmanager/alertmanager.yml',
        '--storage.path=/alertmanager',
        // One pod needs no other Alertmanagers to deduplicate notifications.
        '--cluster.listen-address=',
      ],
      port: PORT,
      health: { readyPath: '/-/ready', alivePath: '/-/healthy' },
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '100m', memory: '128Mi' } },
      // Silences, and the notifications that were sent: without them, a restart would repeat all notifications.
      volume: { path: '/alertmanager', size: '1Gi' },
      config: [
        {
          name: 'alertmanager-config',
          mountPath: '/etc/alertmanager',
          files: () => ({ 'alertmanager.yml': stringify([configuration(receiver)]) }),
        },
      ],
      mounts: [{ name: 'receiver', mountPath: SECRET_FOLDER, readOnly: true }],
      volumes: [{ name: 'receiver', secret: { secretName: secret.name } }],
    });
    const { pods } = this.service;
    cluster.isolation.allowInternet({
      from: pods,
      ports: [443],
      because: 'Alertmanager sends alerts to their receiver',
    });
    prometheus.sendAlerts(this.service);
    prometheus.scrape({ job: 'alertmanager', pods, port: PORT });
  }
}

function configuration(receiver: AlertReceiver): object {
  return {
    route: {
      receiver,
      group_by: ['cluster', 'alertname', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '24h',
      routes: [{ matchers: ['severity="critical"'], repeat_interval: '4h' }],
    },
    receivers: [{ name: receiver, ...RECEIVERS[receiver](`${SECRET_FOLDER}/url`) }],
  };
}
