import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump, load } from 'js-yaml';
import { readAiworker } from '../../lib/systems/aiworker/config';
import { previewManifests } from '../../lib/systems/aiworker/preview-manifests';

/** The values of a preview, in the configuration and for the other programs. */
const SAMPLE = {
  id: 'q0000000-task',
  host: 'q0000000',
  image: 'git.aiworker.dev/my-project/my-project:sample',
  createdAt: '2030-01-01T00:00:00Z',
  ttl: '7777h',
};

/** The folders of the project that a measurement does not share. */
const OWN = new Set(['config', 'dist', '.git']);

/**
 * Fills a folder with what the measured programs read: the project with a configuration of a number of previews, and the
 * same previews as a chart of Helm and as objects.
 */
export function makeWorkplace(folder: string, count: number): void {
  for (const name of readdirSync('.')) if (!OWN.has(name)) symlinkSync(resolve(name), join(folder, name));
  const previews = Array.from({ length: count }, (_, index) => {
    const host = index.toString(36).padStart(8, '0');
    return { ...SAMPLE, id: `${host}-task`, host, image: `${SAMPLE.image}-${index}` };
  });
  mkdirSync(join(folder, 'config'));
  for (const name of ['algesta.yaml', 'arcana.yaml'])
    writeFileSync(join(folder, 'config', name), readFileSync(`config/${name}`));
  writeFileSync(join(folder, 'config/aiworker.yaml'), configuration(previews));

  const { yaml, objects } = previewManifests({
    ...SAMPLE,
    config: readAiworker('config/aiworker.yaml'),
    task: SAMPLE.id,
    project: 'my-project',
  });
  writeFileSync(join(folder, 'values.json'), JSON.stringify({ previews }));
  writeFileSync(join(folder, 'preview.json'), JSON.stringify(objects));
  writeFileSync(join(folder, 'sample.json'), JSON.stringify(SAMPLE));
  const chart = join(folder, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), dump({ apiVersion: 'v2', name: 'previews', version: '1.0.0' }));
  writeFileSync(join(chart, 'values.yaml'), dump({ previews }));
  const template = Object.entries(SAMPLE).reduce(
    (text, [name, value]) => text.replaceAll(value, `{{ .${name} }}`),
    yaml,
  );
  writeFileSync(
    join(chart, 'templates/previews.yaml'),
    `{{- range .Values.previews }}\n---\n${template}{{- end }}\n`,
  );
}

/** `config/aiworker.yaml` with other previews, and with enough nodes for them. */
function configuration(previews: readonly (typeof SAMPLE)[]): string {
  const config = load(readFileSync('config/aiworker.yaml', 'utf8')) as { nodes: { count: number }[] };
  const nodes = config.nodes.map((pool) => ({ ...pool, count: pool.count + previews.length }));
  const own = previews.map(({ host, ...preview }) => ({ ...preview, project: 'my-project' }));
  return dump({ ...config, nodes, previews: own }, { lineWidth: -1 });
}
