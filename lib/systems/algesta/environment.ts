import { Construct } from 'constructs';
import { ClusterBase } from '../../core/cluster-base';
import type { ClusterNamespace } from '../../core/cluster-namespace';
import type { QuotaFigures } from '../../core/limit-range';
import { placeIn, Stage } from '../../core/placement';
import type { PriorityClass } from '../../core/priority-class';
import { KeyVaultSecrets, type SyncedSecret } from './azure/key-vault-secrets';
import type { AlgestaEnvironmentConfig, KeyVault } from './config';
import { Microservice, type MountedVolume } from './microservice';
import { QuotaShares, type SharesFigures } from './quota-shares';
import { GATEWAY, type ServiceDescription } from './services';

/** The description of an environment. */
export interface EnvironmentDescription {
  /** The name of the namespace, the value of the label `environment` of its pods, and the value of `NODE_ENV`. */
  readonly name: 'development' | 'testing' | 'production';
  /** The short name in hosts, in certificates and in the label `environment` of the namespace. */
  readonly suffix: 'dev' | 'test' | 'prod';
  /** The bounds of the autoscaler of every service. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** @default no quota */
  readonly quota?: QuotaFigures;
  /** The parts of the quota that the gateway and the other services may use. @default each may use all of it */
  readonly shares?: SharesFigures;
  /** The maximum size of a request, in MiB. */
  readonly maxBodyMi: number;
}

/** An environment with its configuration. */
export interface AlgestaEnvironmentProps extends EnvironmentDescription {
  readonly services: readonly ServiceDescription[];
  /** The classes of the gateway, and of the pods that answer HTTP-01 challenges, which no quota counts. */
  readonly priorityClasses: { readonly gateways: PriorityClass; readonly solvers: PriorityClass };
  readonly registry: string;
  readonly config: AlgestaEnvironmentConfig;
  /** The vault from which Secrets are synced. @default none: a person creates the Secrets with kubectl */
  readonly keyVault?: KeyVault;
}

/** The Secrets of every service: the environment variable, the secret in the key vault, and a description. */
const SECRETS: readonly (SyncedSecret & { readonly variable: string; readonly description: string })[] = [
  {
    variable: 'MONGODB_URI',
    secret: { name: 'mongodb-credentials' },
    key: 'uri',
    object: 'mongodb-uri',
    description: 'the connection string of MongoDB Atlas (mongodb+srv://…)',
  },
  {
    variable: 'JWT_SECRET',
    secret: { name: 'jwt-credentials' },
    key: 'secret',
    object: 'jwt-secret',
    description: 'the key that signs tokens, at least 32 random bytes',
  },
];

/**
 * An environment of Algesta: a namespace with the micro-services.
 *
 * Only the gateway can connect to the other services. Other environments cannot connect to any service. All objects are
 * in the file `50-<environment>`.
 */
export class AlgestaEnvironment extends Construct {
  readonly namespace: ClusterNamespace;
  readonly gateway: Microservice;

  /** @throws Error if two services have the same name or port, or if the gateway is missing */
  constructor(scope: Construct, id: string, props: AlgestaEnvironmentProps) {
    super(scope, id);
    checkDistinct(props);
    placeIn(this, Stage.workloads, props.name);
    const cluster = ClusterBase.of(this);
    this.namespace = cluster.addNamespace(
      {
        name: props.name,
        labels: { environment: props.suffix, team: 'backend' },
        quota: props.quota,
        quotaExcept: [props.priorityClasses.solvers],
        podSecurity: 'restricted',
      },
      this,
    );
    if (props.shares)
      new QuotaShares(this, 'shares', {
        namespace: this.namespace,
        ...props.priorityClasses,
        ...props.shares,
      });
    const volume = this.secrets(props);
    const services = new Map(
      props.services.map((service) => [service.name, this.microservice(service, props, volume)]),
    );
    const gateway = services.get(GATEWAY.name);
    if (gateway === undefined)
      throw new Error(
        `environment "${props.name}": service "${GATEWAY.name}" is missing: add it, because the ingress sends all requests to it`,
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
      priorityClass: service.name === GATEWAY.name ? props.priorityClasses.gateways : undefined,
      volume,
    });
  }

  /** Declares the Secrets that a person creates, or makes the volume that syncs them and that every pod must mount. */
  private secrets({ name, keyVault }: AlgestaEnvironmentProps): MountedVolume | undefined {
    if (keyVault === undefined) {
      for (const { secret, key, variable, description } of SECRETS) {
        ClusterBase.of(this).expectSecret({
          namespace: this.namespace,
          name: secret.name,
          keys: { [key]: description },
          purpose: `the environment variable ${variable} of every micro-service in ${name}`,
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
        from: this.gateway.pods,
        to: pods,
        because: `the gateway forwards requests to ${service}`,
      });
    }
    isolation.allowInternet({
      from: this.namespace.pods({ environment: name }),
      ports: [27017, 443],
      because: 'the services store their data in MongoDB Atlas, and call external services over HTTPS',
    });
  }
}

/** The environment variables with the addresses of the other services: `MS_ORDERS_URL` and others. */
function addresses({ name, services }: AlgestaEnvironmentProps): Record<string, string> {
  const others = services.filter((service) => service.name !== GATEWAY.name);
  return Object.fromEntries(
    others.map((service) => [
      `${service.name.toUpperCase().replaceAll('-', '_')}_URL`,
      `http://${service.name}-${name}.${name}.svc.cluster.local`,
    ]),
  );
}

function checkDistinct({ name, services }: AlgestaEnvironmentProps): void {
  services.forEach((service, index) => {
    const earlier = services.slice(0, index);
    if (earlier.some((other) => other.name === service.name))
      throw new Error(`environment "${name}": duplicate service "${service.name}": rename one of them`);
    const same = earlier.find((other) => other.port === service.port);
    if (same) {
      throw new Error(
        `environment "${name}": services "${same.name}" and "${service.name}" have the same port, ${service.port}: change one of them`,
      );
    }
  });
}
