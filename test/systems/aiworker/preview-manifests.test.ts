import { parseAllDocuments } from 'yaml';
import { ConfigError } from '../../../lib/config/problem';
import { TopologyApp } from '../../../lib/core/topology-app';
import { render } from '../../../lib/synth';
import type { Preview } from '../../../lib/systems/aiworker/config';
import {
  type PreviewRequest,
  previewManifests,
  renderPreview,
} from '../../../lib/systems/aiworker/preview-manifests';
import { APP_IMAGE, aiworkerApp, aiworkerConfig } from '../../support/aiworker';

/** The object whose functions the program calls. An import would be a copy. */
const fs: typeof import('node:fs') = require('node:fs');

const APPLICATION = { image: APP_IMAGE, port: 8080 };

/** A configuration with a second project, and with a preview that is not requested. */
const CONFIG = aiworkerConfig({
  projects: [{ name: 'My Project', application: APPLICATION }, { name: 'other' }],
});

const REQUEST: PreviewRequest = {
  config: CONFIG,
  project: 'My Project',
  task: 'TASK-4711-fix-login',
  image: APP_IMAGE,
  createdAt: '2026-02-01T08:00:00Z',
};

/** The manifests that a synth writes if the preview is in the configuration. */
function synthesized(preview: Preview): string | undefined {
  const { projects, previews } = CONFIG;
  const app = aiworkerApp({ projects, previews: [...previews, preview] });
  const file = render(app).find(
    ({ path }) => path === `aiworker/90-preview-task-${preview.id.toLowerCase()}.k8s.yaml`,
  );
  return file?.content;
}

function problemsOf(request: object): readonly string[] {
  try {
    previewManifests(request as PreviewRequest);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the manifests of a preview', () => {
  const { config: _, task, ...values } = REQUEST;

  test('are equal to those of a synth with the same values', () => {
    const { yaml, namespace } = previewManifests(REQUEST);
    expect(yaml).toBe(synthesized({ id: task, ttl: '168h', ...values }));
    expect(namespace).toBe('preview-task-task-4711-fix-login');
    expect(yaml).toContain('host: task-task-471.preview.aiworker.dev');
  });

  test('are equal to those of a synth with all values', () => {
    const all = { ...values, ttl: '24h', port: 5173, project: 'other' };
    const { yaml } = previewManifests({ ...REQUEST, ...all });
    expect(yaml).toBe(synthesized({ id: task, ...all }));
    expect(yaml).toContain('ttl: 24h');
    expect(yaml).toContain('containerPort: 5173');
  });

  test('have the port of the application of the project as the default', () => {
    expect(previewManifests(REQUEST).yaml).toContain('containerPort: 8080');
    expect(previewManifests({ ...REQUEST, project: 'other' }).yaml).toContain('containerPort: 3000');
  });

  test('are returned as objects, too', () => {
    const { yaml, objects } = previewManifests(REQUEST);
    expect(objects).toEqual(parseAllDocuments(yaml).map((document) => document.toJS()));
    expect(objects.map((object) => (object as { kind: string }).kind)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'NetworkPolicy',
      'Ingress',
      'RoleBinding',
      'Service',
      'Deployment',
    ]);
  });

  test('do not depend on other projects and previews', () => {
    const config = { ...CONFIG, projects: CONFIG.projects.slice(0, 1), previews: [] };
    expect(previewManifests({ ...REQUEST, config })).toEqual(previewManifests(REQUEST));
  });

  test('are filled from a template for each further preview of a configuration', () => {
    const config = { ...CONFIG };
    const render = jest.spyOn(TopologyApp.prototype, 'manifests');
    try {
      const first = previewManifests({ ...REQUEST, config });
      expect(render).toHaveBeenCalledTimes(1);
      expect(previewManifests({ ...REQUEST, config })).toEqual(first);
      const other = { ...REQUEST, config, task: '0815', image: `${APP_IMAGE}-next`, ttl: '1h' };
      expect(previewManifests(other).yaml).toContain('task-id: "0815"');
      expect(render).toHaveBeenCalledTimes(1);
      previewManifests({ ...other, port: 5173 });
      expect(render).toHaveBeenCalledTimes(2);
    } finally {
      render.mockRestore();
    }
  });

  test('are filled from the template that an earlier process kept for the same cluster and shape', () => {
    const kept = new Map<string, string>();
    const store = {
      read: (name: string) => kept.get(name),
      write: (name: string, text: string) => kept.set(name, text),
    };
    const preview = { ...REQUEST, id: REQUEST.task, ttl: '24h' };
    const render = jest.spyOn(TopologyApp.prototype, 'manifests');
    try {
      const first = renderPreview(preview, { ...CONFIG }, store);
      expect(renderPreview(preview, { ...CONFIG, previews: [] }, store)).toEqual(first);
      expect(render).toHaveBeenCalledTimes(1);
      renderPreview({ ...preview, port: 5173 }, { ...CONFIG }, store);
      expect(render).toHaveBeenCalledTimes(2);
      const domain = 'other.example';
      expect(renderPreview(preview, { ...CONFIG, domain }, store).yaml).toContain(domain);
      expect(render).toHaveBeenCalledTimes(3);
    } finally {
      render.mockRestore();
    }
  });

  test('of a configuration are kept by all of its values', () => {
    expect(JSON.parse(JSON.stringify(CONFIG))).toEqual(CONFIG);
  });

  test('replace a preview of the configuration for the same task', () => {
    const again = { ...REQUEST, task: 'abc123' };
    expect(previewManifests(again).yaml).toContain('created-at: "2026-02-01T08:00:00Z"');
  });

  test('are rendered without access to files or the clock', () => {
    const config = { ...CONFIG };
    previewManifests(REQUEST);
    const spies = (Object.keys(fs) as (keyof typeof fs)[])
      .filter((name) => typeof fs[name] === 'function' && /^[a-z]/.test(name) && !name.startsWith('_'))
      .map((name) => jest.spyOn(fs, name as 'readFileSync'));
    const clock = jest.spyOn(Date, 'now');
    const called = () => spies.flatMap((spy) => spy.mock.calls);
    try {
      fs.existsSync('package.json');
      expect(called()).toEqual([['package.json']]);
      // From constructs, and then from their template.
      previewManifests({ ...REQUEST, config });
      previewManifests({ ...REQUEST, config });
      expect(called()).toEqual([['package.json']]);
      expect(clock).not.toHaveBeenCalled();
    } finally {
      jest.restoreAllMocks();
    }
  });
});

describe('a request for a preview', () => {
  test('fails if values are invalid, with all problems at once', () => {
    const request = {
      config: CONFIG,
      project: 'othr',
      task: '***',
      image: 'my-project:latest',
      port: 80,
      createdAt: '2026-02-30T08:00:00Z',
      ttl: '7d',
    };
    expect(problemsOf(request)).toEqual([
      'task: "***" cannot be turned into a namespace name: "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
      'image: image "my-project:latest": the tag "latest" does not say which build runs: write the tag of a build, such as "12345"',
      'port: expected a port from 1024 to 65535, found the number 80',
      'createdAt: "2026-02-30T08:00:00Z" is not a valid date and time: 2026-02 has the days 01 to 28',
      'ttl: "7d" is not a valid duration: write whole hours from 1h to 2562047h, such as 168h',
      'project: project "othr" is unknown: did you mean "other"?',
    ]);
  });

  test('fails if a value is missing', () => {
    expect(problemsOf({ config: CONFIG, task: '' })).toEqual([
      'task: missing value, expected a string',
      'project: missing, expected a string',
      'image: missing, expected an image such as registry.example.org/team/app:1.4.0',
      'createdAt: missing, expected a date and time such as 2026-01-31T08:00:00Z',
    ]);
  });

  test('fails if the project is unknown', () => {
    expect(problemsOf({ ...REQUEST, project: 'zzz' })).toEqual([
      'project: project "zzz" is unknown: use one of my-project, other',
    ]);
    expect(problemsOf({ ...REQUEST, config: { ...CONFIG, projects: [] } })).toEqual([
      'project: project "My Project" is unknown: add it to projects',
    ]);
  });

  test('fails if another preview has the same host', () => {
    const [first] = CONFIG.previews;
    const config = { ...CONFIG, previews: [{ ...(first as Preview), id: 'task-4711-other' }] };
    expect(problemsOf({ ...REQUEST, config })).toEqual([
      'task: "TASK-4711-fix-login" and "task-4711-other" of the configuration have the same host, which contains only "task-471" of the id: use another id',
    ]);
  });
});
