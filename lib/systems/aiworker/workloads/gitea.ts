import { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { httpProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatefulWorkload } from '../../../workloads/stateful-workload';

const HTTP_PORT = 3000;
const SSH_PORT = 2222;

/** The user `git` of the image. */
export const GITEA_USER = 1000;

/** The volume claim of the only pod, and the directory of the volume that is mounted. */
export const GITEA_VOLUME = { claim: 'data-gitea-0', subPath: 'gitea', path: '/var/lib/gitea' } as const;

/** Paths in the volume: those of the image, stated because the backup depends on them. */
export const GITEA_FILES = { database: 'data/gitea.db', repositories: 'git/repositories' } as const;

/** The labels of the pod. */
export const GITEA_LABELS = { app: 'gitea' } as const;

/** The properties of Gitea. */
export interface GiteaProps {
  readonly namespace: ClusterNamespace;
  /** The public host, for people and the kubelet, such as `git.aiworker.dev`. */
  readonly hostname: string;
  /** The size of the volume for repositories, images and the database, as a quantity. */
  readonly volume: string;
  /** The only hosts that webhooks may call, each with its port, such as `backend.shop.svc:3000`. */
  readonly webhookHosts: readonly string[];
}

/**
 * Gitea: git over HTTP and SSH, and a container registry on the same host.
 *
 * It is one pod with one volume, which also stores the SQLite database. SSH is available only within
 * the cluster, because the ingress controller serves only HTTP. Every request requires an account, also those for images
 * and packages.
 *
 * @see https://docs.gitea.com/installation/install-with-docker-rootless
 * @see https://docs.gitea.com/usage/packages/container
 * @see https://docs.gitea.com/administration/config-cheat-sheet
 * @see https://blog.gitea.com/release-of-28.0.0/ for the mode of outgoing connections
 */
export class Gitea extends Construct {
  /** The HTTP Service: web pages, git, and the registry at `/v2/`. */
  readonly http: PodService;
  readonly ssh: PodService;
  /** The pod, on both ports. */
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, props: GiteaProps) {
    super(scope, id);
    const { namespace, hostname, volume } = props;
    placeIn(this, Stage.workloads, namespace.name);
    const service = (name: string, portName: string, port: number, targetPort: number) =>
      new PodService(this, portName, {
        namespace,
        name,
        selector: GITEA_LABELS,
        port,
        targetPort,
        portName,
      });
    this.http = service('gitea', 'http', HTTP_PORT, HTTP_PORT);
    this.ssh = service('gitea-ssh', 'ssh', 22, SSH_PORT);
    // The formats of `gitea generate secret`. Gitea is not running yet when the Secret is created.
    const characters = '64 random characters, such as the output of `openssl rand -hex 32`';
    const jwtSecret =
      '32 random bytes in URL-safe Base64 without padding: `node -p "crypto.randomBytes(32).toString(\'base64url\')"`';
    const secret = ClusterBase.of(this).expectSecret({
      namespace,
      name: 'gitea',
      keys: {
        'secret-key': characters,
        'internal-token': characters,
        'oauth2-jwt-secret': jwtSecret,
        'lfs-jwt-secret': jwtSecret,
      },
      purpose:
        'Gitea encrypts and signs with these keys; if they are lost, two-factor secrets and sessions are invalid',
    });
    this.pods = new StatefulWorkload(this, 'workload', {
      namespace,
      name: 'gitea',
      serviceName: this.http.name,
      image: IMAGES.gitea,
      user: GITEA_USER,
      env: {
        GITEA__server__ROOT_URL: `https://${hostname}/`,
        // Links are public also in the answers to clients within the cluster.
        GITEA__server__PUBLIC_URL_DETECTION: 'never',
        GITEA__server__HTTP_PORT: String(HTTP_PORT),
        GITEA__server__START_SSH_SERVER: 'true',
        GITEA__server__SSH_DOMAIN: this.ssh.host,
        GITEA__server__SSH_PORT: String(this.ssh.port),
        GITEA__server__SSH_LISTEN_PORT: String(SSH_PORT),
        GITEA__server__LFS_START_SERVER: 'true',
        GITEA__server__LFS_JWT_SECRET: { secret, key: 'lfs-jwt-secret' },
        GITEA__database__DB_TYPE: 'sqlite3',
        GITEA__database__PATH: `${GITEA_VOLUME.path}/${GITEA_FILES.database}`,
        GITEA__repository__ROOT: `${GITEA_VOLUME.path}/${GITEA_FILES.repositories}`,
        // Reads do not wait for writes, and a write waits 20 seconds for another one.
        GITEA__database__SQLITE_JOURNAL_MODE: 'WAL',
        GITEA__database__SQLITE_TIMEOUT: '20000',
        GITEA__session__PROVIDER: 'db',
        GITEA__security__INSTALL_LOCK: 'true',
        GITEA__security__SECRET_KEY: { secret, key: 'secret-key' },
        GITEA__security__INTERNAL_TOKEN: { secret, key: 'internal-token' },
        // In the mode `lax`, which is the default, webhooks may also call every public host.
        GITEA__security__EGRESS_MODE: 'strict',
        GITEA__security__ALLOWED_HOST_LIST: props.webhookHosts.join(','),
        GITEA__oauth2__JWT_SECRET: { secret, key: 'oauth2-jwt-secret' },
        // The address of a proxy is that of a pod, and pods of agents connect as well: no X-Forwarded-For is trusted.
        GITEA__security__REVERSE_PROXY_LIMIT: '0',
        GITEA__service__DISABLE_REGISTRATION: 'true',
        GITEA__service__REQUIRE_SIGNIN_VIEW: 'true',
        // Nothing runs workflows. Agents do the work.
        GITEA__actions__ENABLED: 'false',
      },
      ports: { http: HTTP_PORT, ssh: SSH_PORT },
      probes: {
        // Ten minutes, because a new version may have to migrate the database.
        startup: httpProbe(HTTP_PORT, '/api/healthz', { periodSeconds: 5, failureThreshold: 120 }),
        readiness: httpProbe(HTTP_PORT, '/api/healthz', { periodSeconds: 5, timeoutSeconds: 3 }),
        liveness: httpProbe(HTTP_PORT, '/api/healthz', { periodSeconds: 20, timeoutSeconds: 5 }),
      },
      // Gitea writes its configuration at every start, from the environment variables.
      scratch: { '/etc/gitea': '1Mi', '/tmp': '2Gi' },
      volume: { path: GITEA_VOLUME.path, size: volume, subPath: GITEA_VOLUME.subPath },
      // Pushes in progress can finish.
      gracePeriodSeconds: 90,
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
    }).pods;
  }

  /** The environment variables with which pods of a namespace call the API. Declares the Secret with the token. */
  clientEnv(namespace: ClusterNamespace): Env {
    const secret = ClusterBase.of(this).expectSecret({
      namespace,
      name: 'git-token',
      keys: { token: 'a token of Gitea that can create repositories, branches and pull requests' },
      purpose: 'the backend, the MCP server and the workers call the API of Gitea with this token',
    });
    return { GIT_URL: this.http.url, GIT_TOKEN: { secret, key: 'token' } };
  }
}
