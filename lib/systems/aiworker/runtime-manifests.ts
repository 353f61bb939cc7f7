import { type Manifest, renderManifest } from '../../output/manifest';

/** The objects of one namespace, for a backend that creates them. */
export interface RuntimeManifests {
  /** The input for `kubectl apply -f -`. */
  readonly yaml: string;
  /** The objects of `yaml`, in the order in which they must be applied. */
  readonly objects: readonly object[];
  /** The namespace of all objects. */
  readonly namespace: string;
}

export function runtimeManifests(manifest: Manifest, namespace: string): RuntimeManifests {
  return {
    yaml: renderManifest(manifest).content,
    objects: manifest.objects.map(({ json }) => json),
    namespace,
  };
}
