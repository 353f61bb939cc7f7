import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { QuotaFigures } from '../../core/limit-range';
import { placeIn, Stage } from '../../core/placement';
import { type KeyVault, KeyVaultSecrets, type SyncedSecret } from './azure/key-vault-secrets';
import type { AlgestaEnvironmentConfig } from './config';
import { Microservice, type MountedVolume } from './microservice';
import { GATEWAY, type ServiceDescription } from './services';

/** What tells one environment from another. */
export interface EnvironmentDescription {
  /** The namespace's name, the value of the label `environment` on its pods, and `NODE_ENV`. */
  readonly name: 'development' | 'testing' | 'production';
  /** The short name that hosts, certificates and the namespace's own label use. */
  readonly suffix: 'dev' | 'test' | 'prod';
  /** The autoscaler's bounds of every service. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** @default no quota */
  readonly quota?: QuotaFigures;
  /** How large a request may be, in MiB. */
  readonly maxBodyMi: number;
}

/** An environment, and what the configuration says of it. */
export interface AlgestaEnvironmentProps extends EnvironmentDescription {
  readonly services: readonly ServiceDescription[];
  readonly registry: string;
  readonly config: AlgestaEnvironmentConfig;
  /** @default none: a person makes the secrets with kubectl */
  readonly keyVault?: KeyVault;
}

/** What every service is given, and the secret of the key vault that it comes from. */
const SECRETS: readonly (SyncedSecret & { readonly variable: string; readonly holds: string })[] = [
  {
    variable: 'MONGODB_URI',
    secret: { name: 'mongodb-credentials' },
    key: 'uri',
    object: 'mongodb-uri',
    holds: 'the connection string of MongoDB Atlas (mongodb+srv://…)',
  },
  {
    variable: 'JWT_SECRET',
    secret: { name: 'jwt-credentials' },
    key: 'secret',
    object: 'jwt-secret',
    holds: 'the key that signs the tokens, at least 32 random bytes',
  },
];

/**
 * One environment of Algesta: a namespace with the four micro-services.
 *
 * Only the gateway reaches the services, and nothing of another environment reaches any of them. All lies in
 * `50-<environment>`.
 */
export class AlgestaEnvironment extends Construct {
  readonly namespace: ClusterNamespace;
  readonly gateway: Microservice;

  /** @throws Error if two services share a name or a port, or if none is the gateway */
  constructor(scope: Construct, id: string, props: AlgestaEnvironmentProps) {
    super(scope, id);
    demandDistinct(props);
    placeIn(this, Stage.workloads, props.name);
    const cluster = ClusterBase.of(this);
    this.namespace = cluster.addNamespace(
      {
        name: props.name,
        labels: { environment: props.suffix, team: 'backend' },
        quota: props.quota,
        podSecurity: 'restricted',
      },
      this,
    );
    const volume = this.secrets(props);
    const services = new Map(
      props.services.map((service) => [service.name, this.microservice(service, props, volume)]),
    );
    const gateway = services.get(GATEWAY.name);
    if (gateway === undefined)
      throw new Error(
        `environment "${props.name}" has no service "${GATEWAY.name}": the ingress leads there`,
      );
    this.gateway = gateway;
    this.allowConnections(props.name, services);
  }

  private microservice(
    service: ServiceDescription,
    props: AlgestaEnvironmentProps,
    volume: MountedVolume | undefined,
  ): Microservice {
    const { name, config, registry } = props;
    return new Microservice(this, service.name, {
      namespace: this.namespace,
      environment: name,
      name: service.name,
      port: service.port,
      image: `${registry}/${service.name}:${config.images[service.name]}`,
      resources: service.resources,
      replicas: props.replicas,
      settings: {
        ...Object.fromEntries(config.settings),
        ...(service.name === GATEWAY.name && addresses(props)),
      },
      secrets: Object.fromEntries(SECRETS.map(({ variable, secret, key }) => [variable, { secret, key }])),
      rollout: props.quota ? service.rolloutUnderQuota : 'startFirst',
      volume,
    });
  }

  /** Declares the secrets as a person's to make, or has them synced by a volume that every pod mounts. */
  private secrets({ name, keyVault }: AlgestaEnvironmentProps): MountedVolume | undefined {
    if (keyVault === undefined) {
      for (const { secret, key, variable, holds } of SECRETS) {
        ClusterBase.of(this).expectSecret({
          namespace: this.namespace,
          name: secret.name,
          keys: { [key]: holds },
          purpose: `${variable} of every micro-service in ${name}`,
        });
      }
      return undefined;
    }
    const { volume } = new KeyVaultSecrets(this, 'key-vault', {
      namespace: this.namespace,
      name: 'azure-keyvault-provider',
      vault: keyVault,
      secrets: SECRETS,
    });
    return { volume, mountPath: '/mnt/secrets' };
  }

  private allowConnections(name: string, services: ReadonlyMap<string, Microservice>): void {
    const { isolation } = ClusterBase.of(this);
    for (const [service, { pods }] of services) {
      if (service === GATEWAY.name) continue;
      isolation.allow({
        from: this.namespace.pods({ app: GATEWAY.name, environment: name }),
        to: pods,
        because: `the gateway passes requests on to ${service}`,
      });
    }
    isolation.allowInternet({
      from: this.namespace.pods({ environment: name }),
      ports: [27017, 443],
      because: 'the services keep their data in MongoDB Atlas, and call services outside over HTTPS',
    });
  }
}

/** Where the gateway finds the others: `MS_ORDERS_URL` and so on. */
function addresses({ name, services }: AlgestaEnvironmentProps): Record<string, string> {
  const others = services.filter((service) => service.name !== GATEWAY.name);
  return Object.fromEntries(
    others.map((service) => [
      `${service.name.toUpperCase().replaceAll('-', '_')}_URL`,
      `http://${service.name}-${name}.${name}.svc.cluster.local`,
    ]),
  );
}

function demandDistinct({ name, services }: AlgestaEnvironmentProps): void {
  services.forEach((service, index) => {
    const earlier = services.slice(0, index);
    if (earlier.some((other) => other.name === service.name))
      throw new Error(
        `environment "${name}" has two services "${service.name}": give one of them another name`,
      );
    const same = earlier.find((other) => other.port === service.port);
    if (same) {
      throw new Error(
        `environment "${name}": services "${same.name}" and "${service.name}" both listen on ${service.port}: give one of them another port`,
      );
    }
  });
}
