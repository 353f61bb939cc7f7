import type { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { Resources } from '../../core/resources';
import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';
import type { PodService } from '../../workloads/pod-service';
import { StatefulServer } from '../../workloads/stateful-server';
import type { Loki } from './loki';
import type { Prometheus } from './prometheus';

const PORT = 3000;

/** A dashboard of Grafana. */
export interface Dashboard {
  /** The name of the file, without its extension. */
  readonly name: string;
  /** The JSON model of the dashboard. */
  readonly json: string;
}

/** The properties of Grafana. */
export interface GrafanaProps {
  readonly namespace: ClusterNamespace;
  readonly prometheus: Prometheus;
  /** @default none: Grafana shows no logs */
  readonly loki?: Loki;
  readonly dashboards: readonly Dashboard[];
  /** @default 'grafana' */
  readonly serviceName?: string;
  /**
   * The public URL, such as `https://grafana.example.com`.
   *
   * @default none: Grafana is reachable only by a port-forward
   */
  readonly url?: string;
  /** @default requests 250m and 512Mi, limits 500m and 1Gi */
  readonly resources?: Resources;
  /** The size of the volume, which stores users and their settings. @default '2Gi' */
  readonly volume?: string;
  /** @default the cluster's default StorageClass */
  readonly storageClass?: string;
}

/**
 * Grafana, with provisioned data sources and dashboards, which cannot be changed in the browser.
 *
 * At the first start, Grafana creates its administrator with the name and password of the Secret `grafana-admin`.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/
 */
export class Grafana extends StatefulServer {
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    const { namespace, prometheus, loki } = props;
    const cluster = ClusterBase.of(scope);
    const secret = cluster.expectSecret({
      namespace,
      name: 'grafana-admin',
      keys: { 'admin-user': "the administrator's name", 'admin-password': "the administrator's password" },
      purpose: 'Grafana creates its administrator with these credentials at the first start',
    });
    super(scope, id, {
      namespace,
      name: 'grafana',
      serviceName: props.serviceName,
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
          files: () => ({ 'dashboards.yaml': stringify([DASHBOARD_PROVIDERS]) }),
        },
        {
          name: 'grafana-dashboards',
          mountPath: DASHBOARDS,
          files: () => Object.fromEntries(props.dashboards.map(({ name, json }) => [`${name}.json`, json])),
        },
      ],
    });
    const from = this.service.pods;
    cluster.isolation.allow({ from, to: prometheus.service.pods, because: 'Grafana queries metrics' });
    if (loki) cluster.isolation.allow({ from, to: loki.service.pods, because: 'Grafana queries logs' });
    prometheus.scrape({ job: 'grafana', pods: from, port: PORT });
  }
}

const DASHBOARDS = '/etc/grafana/dashboards';

/** The settings. Features that need Grafana's servers are disabled, because network isolation allows no connection. */
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
  return {
    apiVersion: 1,
    datasources: [
      {
        ...dataSource('Prometheus', 'prometheus', prometheus),
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: '30s' },
      },
      ...(loki ? [dataSource('Loki', 'loki', loki)] : []),
    ],
  };
}

/** A data source. Dashboards refer to it by its UID, which is its type. */
function dataSource(name: string, type: 'prometheus' | 'loki', { url }: PodService): object {
  return { name, uid: type, type, access: 'proxy', url, editable: false };
}

const DASHBOARD_PROVIDERS = {
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
