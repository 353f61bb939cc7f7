import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import { placeIn, Stage } from '../../core/placement';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';
import type { PodService } from '../../workloads/pod-service';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Loki } from './loki';
import type { Prometheus } from './prometheus';

const PORT = 3000;

/** The uid of each data source, as dashboards refer to it. */
export const DATA_SOURCES = { prometheus: 'prometheus', loki: 'loki' } as const;

/** A dashboard as Grafana reads it. */
export interface Dashboard {
  /** The file's name, without its ending. */
  readonly name: string;
  /** The dashboard's JSON. */
  readonly json: string;
}

/** What Grafana shows, and where. */
export interface GrafanaProps {
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
  /** @default none: logs are looked at elsewhere */
  readonly loki?: Loki;
  readonly dashboards: readonly Dashboard[];
  /** @default 'grafana' */
  readonly serviceName?: string;
  /** The public URL, such as `https://grafana.example.com`. @default none: it is reached by a port-forward alone */
  readonly url?: string;
  /** @default requests 250m and 512Mi, limits 500m and 1Gi */
  readonly resources?: Resources;
  /** The size of the volume for users and their settings. @default '2Gi' */
  readonly volume?: string;
  /** @default the cluster's default class */
  readonly storageClass?: string;
}

/**
 * Grafana with its data sources and dashboards provisioned; they are changed here and not in the browser.
 *
 * The administrator's name and password are those of the secret `grafana-admin` at the first start.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/
 */
export class Grafana extends Construct {
  readonly service: PodService;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    placeIn(this, Stage.monitoring, 'grafana');
    const { namespace, prometheus, loki } = props;
    const cluster = ClusterBase.of(this);
    const secret = cluster.expectSecret({
      namespace,
      name: 'grafana-admin',
      keys: { 'admin-user': "the administrator's name", 'admin-password': "the administrator's password" },
      purpose: 'Grafana makes its administrator of it at the first start',
    });
    const server = new StatefulServer(this, 'server', {
      namespace,
      name: 'grafana',
      serviceName: props.serviceName ?? 'grafana',
      image: IMAGES.grafana,
      user: 472,
      env: {
        GF_SECURITY_ADMIN_USER: { secret, key: 'admin-user' },
        GF_SECURITY_ADMIN_PASSWORD: { secret, key: 'admin-password' },
        ...settings(props.url),
      },
      port: PORT,
      health: { readyPath: '/api/health', alivePath: '/api/health' },
      resources: props.resources ?? {
        requests: { cpu: '250m', memory: '512Mi' },
        limits: { cpu: '500m', memory: '1Gi' },
      },
      volume: { path: '/var/lib/grafana', size: props.volume ?? '2Gi', storageClass: props.storageClass },
      scratch: { '/tmp': '64Mi' },
      config: [
        {
          name: 'grafana-data-sources',
          mountPath: '/etc/grafana/provisioning/datasources',
          files: () => ({ 'data-sources.yaml': stringify([dataSources(prometheus.service, loki?.service)]) }),
        },
        {
          name: 'grafana-dashboard-folders',
          mountPath: '/etc/grafana/provisioning/dashboards',
          files: () => ({ 'dashboards.yaml': stringify([DASHBOARD_FOLDERS]) }),
        },
        {
          name: 'grafana-dashboards',
          mountPath: DASHBOARDS,
          files: () => Object.fromEntries(props.dashboards.map(({ name, json }) => [`${name}.json`, json])),
        },
      ],
    });
    this.service = server.service;
    const from = this.service.pods;
    cluster.isolation.allow({ from, to: prometheus.service.pods, because: 'Grafana asks for metrics' });
    if (loki) cluster.isolation.allow({ from, to: loki.service.pods, because: 'Grafana asks for logs' });
    prometheus.scrape({ job: 'grafana', pods: from, port: PORT });
  }
}

const DASHBOARDS = '/etc/grafana/dashboards';

/** Isolation lets Grafana reach neither the plugins' catalogue nor its makers' servers, and so it does not try. */
function settings(url: string | undefined): Record<string, string> {
  return {
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_LOG_MODE: 'console',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    ...(url !== undefined && { GF_SERVER_ROOT_URL: url, GF_SECURITY_COOKIE_SECURE: 'true' }),
  };
}

function dataSources(prometheus: PodService, loki: PodService | undefined): object {
  const shared = { access: 'proxy', editable: false };
  return {
    apiVersion: 1,
    datasources: [
      {
        ...shared,
        name: 'Prometheus',
        uid: DATA_SOURCES.prometheus,
        type: 'prometheus',
        url: `http://${prometheus.host}:${prometheus.port}`,
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: '30s' },
      },
      ...(loki ? [lokiSource(loki)] : []),
    ],
  };
}

function lokiSource(loki: PodService): object {
  return {
    access: 'proxy',
    editable: false,
    name: 'Loki',
    uid: DATA_SOURCES.loki,
    type: 'loki',
    url: `http://${loki.host}:${loki.port}`,
  };
}

const DASHBOARD_FOLDERS = {
  apiVersion: 1,
  providers: [
    {
      name: 'cluster',
      type: 'file',
      allowUiUpdates: false,
      disableDeletion: true,
      options: { path: DASHBOARDS },
    },
  ],
};
