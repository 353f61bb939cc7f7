import { TopologyApp } from '../../../lib/core/topology-app';
import { type AskedDestination, type AskedEnd, endsOf } from '../../../lib/report/isolation/ends';
import type { Manifest } from '../../../lib/report/isolation/manifests';
import { namespacesOf, ownNamespaces } from '../../../lib/report/isolation/pods';
import { readConfiguration } from '../../../lib/systems/configuration';
import { topology } from '../../../lib/topology';
import { APP_IMAGE } from '../aiworker';
import { jsonOf } from '../manifests';
import { type Cell, cellsOf, PolicyWorld } from '../reachability';

export type AskedCell = Cell<AskedEnd, AskedDestination>;

/** Who can connect to whom in one cluster. The snapshot and the packet test read the same cells. */
export interface IsolationMatrix {
  /** The files of the cluster. dist/ does not contain those of the additional project and previews. */
  readonly files: readonly { readonly path: string; readonly json: readonly Manifest[] }[];
  /** All namespaces of the ends, including those of other programs. */
  readonly namespaces: readonly string[];
  readonly cells: readonly AskedCell[];
  /** The same cells in the same order, with the verdicts of changed policies. */
  readonly cellsIf: (change: (manifest: Manifest) => readonly Manifest[]) => readonly AskedCell[];
}

/** The shipped clusters, with one additional project and two additional previews. */
export function shippedClusters(): TopologyApp {
  const app = new TopologyApp();
  const config = readConfiguration('config');
  const preview = {
    project: 'other-project',
    createdAt: '2026-01-19T12:00:00Z',
    ttl: '168h',
    image: APP_IMAGE,
  };
  const aiworker = {
    ...config.aiworker,
    projects: [...config.aiworker.projects, { name: 'other-project' }],
    previews: [...config.aiworker.previews, { ...preview, id: 'one' }, { ...preview, id: 'two' }],
  };
  topology(app, { ...config, aiworker });
  return app;
}

/** The matrix of a cluster. @throws Error if there is no cluster of this name */
export function isolationMatrix(name: string, app = shippedClusters()): IsolationMatrix {
  const cluster = app.clusters.find((it) => it.name === name);
  if (cluster === undefined) throw new Error(`cluster "${name}" not found: use one of lib/topology.ts`);
  const files = jsonOf<Manifest>(app).filter((manifest) => manifest.cluster === name);
  const manifests = files.flatMap(({ json }) => json);
  const namespaces = namespacesOf(manifests, cluster.provider);
  const { sources, destinations } = endsOf(manifests, cluster);
  const cellsOfObjects = (objects: readonly Manifest[]) => {
    const own = ownNamespaces(objects);
    const foreign = namespaces.filter((namespace) => !own.includes(namespace));
    return cellsOf(new PolicyWorld([...objects, ...foreign.map(namespaceObject)]), sources, destinations);
  };
  return {
    files,
    namespaces,
    cells: cellsOfObjects(manifests),
    cellsIf: (change) => cellsOfObjects(manifests.flatMap(change)),
  };
}

/** A namespace that the files of a cluster do not contain. */
export function namespaceObject(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
