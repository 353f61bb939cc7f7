/** The kinds of which `npm run prune` deletes no object, each with the reason. */
export const KEPT_KINDS: ReadonlyMap<string, string> = new Map([
  ['PersistentVolumeClaim', 'it holds data'],
  ['PersistentVolume', 'it holds data'],
  ['CustomResourceDefinition', 'all objects of its kind would be deleted with it'],
]);
