import * as k8s from '../../imports/k8s';

/** A volume that is deleted with the pod. */
export function emptyDir(name: string, size: string): k8s.Volume {
  return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } };
}
