import {
  boolean,
  described,
  type Infer,
  integer,
  list,
  object,
  optional,
  type Report,
  string,
} from '../../config/fields';
import { cidr, dnsName, port, quantity, unprivilegedPort } from '../../config/formats';
import { image } from '../../config/images';
import { cidrContains, cidrsOverlap } from '../../kube/cidr';
import { parseCpu, parseQuantity } from '../../kube/quantity';
import { quote } from '../../kube/text';
import { reportSecrets, variables } from '../shared-fields';

/** A text for a table and for an annotation. */
const line = string({ noun: 'a line of text', pattern: /^[^\n]+$/, remedy: 'write it on one line' });

const secretVariable = object({
  secret: described('The name of the Secret.', dnsName()),
  key: described(
    'The key of the Secret.',
    string({ noun: 'a key of a Secret', example: 'url', pattern: /^[-._a-zA-Z0-9]{1,253}$/ }),
  ),
  description: described('The value in words, for docs/clusters/arcana.md.', line),
});

const egress = object(
  {
    internet: described(
      'Whether it may connect to every public IPv4 address. Private addresses and those of the cluster are excluded.',
      optional(boolean(), false),
    ),
    cidrs: described(
      'Further addresses, for example of a database in a private network.',
      optional(list(cidr(), { ifEmpty: 'add a range, or remove the key' }), []),
    ),
    ports: described('The TCP ports.', list(port(), { ifEmpty: 'add the TCP ports, such as 443' })),
    because: described('The reason, as a clause: it stores orders in the database.', line),
  },
  {
    check({ internet, cidrs }, report) {
      // A policy without addresses would allow all of them.
      if (internet === false && cidrs?.length === 0)
        report([], 'has no destination: add internet: true, or cidrs');
    },
  },
);

const cpuAndMemory = object({ cpu: described('CPU.', quantity()), memory: described('Memory.', quantity()) });

const resources = object(
  {
    requests: described('The requests, which the autoscaler compares with the usage.', cpuAndMemory),
    limits: described('The limits.', cpuAndMemory),
  },
  {
    check({ requests, limits }, report) {
      if (requests === undefined || limits === undefined) return;
      const parse = { cpu: parseCpu, memory: parseQuantity };
      for (const name of ['cpu', 'memory'] as const)
        if (parse[name](requests[name]) > parse[name](limits[name]))
          report(
            ['requests', name],
            `${requests[name]} is more than the limit, ${limits[name]}: lower it or raise the limit`,
          );
    },
  },
);

/** The field `mercury` of `config/arcana.yaml`. */
export const mercuryField = object(
  {
    image: described('The image to run.', image()),
    imagePullSecret: described(
      'The Secret with the credentials of the registry. Default: none, for a public image',
      optional(dnsName()),
    ),
    user: described('The numeric user as which the container runs.', optional(integer({ min: 1 }), 10_001)),
    port: described('The port on which the container listens.', unprivilegedPort()),
    healthPath: described(
      'The path of the health checks.',
      string({ noun: 'a path', example: '/healthz', pattern: /^\/[\w./~-]*$/ }),
    ),
    minReplicas: described('The minimum number of replicas.', integer({ min: 2 })),
    maxReplicas: described('The maximum number of replicas.', integer({ min: 2 })),
    resources: described(
      'The resources of each replica.',
      optional(resources, {
        requests: { cpu: '250m', memory: '256Mi' },
        limits: { cpu: '1', memory: '512Mi' },
      }),
    ),
    settings: described('Environment variables; no secrets. Default: none', optional(variables(string()))),
    secrets: described(
      'Environment variables with keys of Secrets, which a person creates. Default: none',
      optional(variables(secretVariable)),
    ),
    egress: described('The connections that it may open. Default: only DNS', optional(list(egress), [])),
  },
  {
    check({ minReplicas, maxReplicas, settings, secrets, imagePullSecret }, report) {
      reportSecrets(settings, report, 'use the key secrets');
      if (minReplicas !== undefined && maxReplicas !== undefined && minReplicas > maxReplicas)
        report(
          ['maxReplicas'],
          `${maxReplicas} is less than minReplicas, ${minReplicas}: raise one or lower the other`,
        );
      const entries = [...(secrets ?? [])];
      entries.forEach(([name, { secret, key, description }], index) => {
        if (settings?.has(name)) report(['secrets', name], `${name} is also in settings: remove one of them`);
        if (secret === imagePullSecret)
          report(['secrets', name, 'secret'], `${quote(secret)} is imagePullSecret: use another Secret`);
        const same = entries
          .slice(0, index)
          .find(([, other]) => other.secret === secret && other.key === key);
        if (same && same[1].description !== description)
          report(
            ['secrets', name, 'description'],
            `differs from that of ${same[0]}, which has the same secret and key: write the same description`,
          );
      });
    },
  },
);

/** The configuration of Mercury. */
export type MercuryConfig = Infer<typeof mercuryField>;

/** The addresses that Mercury must not get a permission for. */
export interface ClusterAddresses {
  readonly node: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Reports addresses of Mercury's connections that the rule of a policy would not match, or should not open. */
export function reportEgress(
  entries: readonly Infer<typeof egress>[],
  { node, podCidr, serviceCidr }: ClusterAddresses,
  report: Report,
): void {
  const problemOf = (range: string): string | undefined => {
    if (cidrContains(range, `${node}/32`))
      return `contains the address of the machine, ${quote(node)}, on which the API server, etcd and the kubelet listen: exclude it, or write internet: true`;
    if (cidrsOverlap(range, podCidr))
      return `overlaps podCidr, ${quote(podCidr)}, but a pod also needs a rule that lets connections in: declare the connection in lib/systems/arcana/cluster.ts`;
    if (cidrsOverlap(range, serviceCidr))
      return `overlaps serviceCidr, ${quote(serviceCidr)}, but policies never see the address of a Service: declare the connection in lib/systems/arcana/cluster.ts`;
    if (cidrsOverlap(range, '169.254.0.0/16'))
      return 'overlaps 169.254.0.0/16, where the cloud serves the metadata of the machine: exclude it';
    return cidrsOverlap(range, '127.0.0.0/8')
      ? 'overlaps 127.0.0.0/8, the addresses of the pod itself, which need no rule: remove it'
      : undefined;
  };
  entries.forEach(({ cidrs }, entry) => {
    cidrs.forEach((range, index) => {
      const problem = problemOf(range);
      if (problem) report(['mercury', 'egress', entry, 'cidrs', index], `${quote(range)} ${problem}`);
    });
  });
}
