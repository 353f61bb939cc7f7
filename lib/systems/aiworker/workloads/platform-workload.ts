import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { Env } from '../../../workloads/env';

/** The properties of all workloads of the platform. */
export interface PlatformWorkloadProps {
  readonly namespace: ClusterNamespace;
  /** The addresses and credentials of the services to which the workload connects. */
  readonly env: Env;
  /** The Secret with the credentials of the registry. */
  readonly pullSecret: { readonly name: string };
}
