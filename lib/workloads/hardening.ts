import type * as k8s from '../../imports/k8s';

/**
 * The security context of a pod that complies with the Pod Security level `restricted`: a user other than root, and the
 * seccomp profile of the container runtime.
 *
 * @param user the numeric user and group of the image. Kubernetes cannot verify that a user name is not root. Volumes
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

/**
 * The security context of a container that complies with the Pod Security level `restricted`.
 *
 * @param readOnlyRoot whether the container can write only to mounted volumes
 */
export function restrictedContainer(readOnlyRoot = true): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: readOnlyRoot,
  };
}
