/**
 * `peers.ts PROGRAM`: writes the objects of previews with other programs, to compare the cost. They render only the
 * previews, validate nothing and check nothing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

type Values = Readonly<Record<string, string>>;

const read = (file: string) => readFileSync(file, 'utf8');
const { previews }: { previews: Values[] } = JSON.parse(read('values.json'));
const preview = read('preview.json');
const sample: Values = JSON.parse(read('sample.json'));

const names = new Map(Object.entries(sample).map(([name, value]) => [value, name]));
const parts = preview.split(new RegExp(`(${[...names.keys()].join('|')})`));

/** The objects of a preview. */
function objectsOf(values: Values): object[] {
  return JSON.parse(
    parts.map((part, index) => (index % 2 === 1 ? values[names.get(part) ?? ''] : part)).join(''),
  );
}

function writeEach(text: (objects: object[]) => string): void {
  mkdirSync('out');
  for (const values of previews) writeFileSync(`out/${values.id}.yaml`, text(objectsOf(values)));
}

const PROGRAMS: Readonly<Record<string, () => void>> = {
  json: () => writeEach((objects) => objects.map((object) => JSON.stringify(object)).join('\n')),

  'js-yaml': () => {
    const { dump } = require('js-yaml') as typeof import('js-yaml');
    writeEach((objects) => objects.map((object) => dump(object)).join('---\n'));
  },

  cdk8s: () => {
    const { ApiObject, App, Chart } = require('cdk8s') as typeof import('cdk8s');
    const app = new App({ outdir: 'out' });
    for (const values of previews) {
      const chart = new Chart(app, values.id ?? '', { disableResourceNameHashes: true });
      for (const [index, object] of objectsOf(values).entries())
        new ApiObject(chart, String(index), object as unknown as import('cdk8s').ApiObjectProps);
    }
    app.synth();
  },
};

PROGRAMS[process.argv[2] ?? '']?.();
