/**
 * The one place for versions: of Kubernetes, and of every image.
 *
 * An image is pinned by a tag that never moves; what a day-to-day deployment changes stands in config/ instead.
 */

/**
 * Kubernetes' minor version, as Pod Security and kubeadm take it.
 *
 * @see https://kubernetes.io/releases/
 */
export const KUBERNETES_VERSION = '1.34';
