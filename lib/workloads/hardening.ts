import * as k8s from '../../imports/k8s';
import type { CpuAndMemory } from '../core/cluster-namespace';

/** What a container may request and use. */
export interface Resources {
  readonly requests: CpuAndMemory;
  readonly limits: CpuAndMemory;
}

/** Requests and limits as the API takes them. */
export function resources({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

/** CPU and memory as quantities by resource name. */
export function quantities({ cpu, memory }: CpuAndMemory): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}

/**
 * The security context of a pod that passes Pod Security's level `restricted`: a user that is not root, and the
 * runtime's own seccomp profile.
 *
 * @param user the numeric user and group that the image runs as; a name cannot be proven not to be root. Volumes
 * belong to the group.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(user: number): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** How far a container is held down. */
export interface RestrictedContainerProps {
  /** Whether the image can only write where a volume is mounted. @default true */
  readonly readOnlyRoot?: boolean;
}

/** The security context of a container that passes Pod Security's level `restricted`. */
export function restrictedContainer({
  readOnlyRoot = true,
}: RestrictedContainerProps = {}): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: readOnlyRoot,
  };
}
