import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import * as api from '../lib';

/** The helper that prints the result of a program. It is not part of the API. */
const RUN = 'lib/cli/run';

test('the programs in examples/ import only the public API', () => {
  const programs = readdirSync('examples', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => posix.join('examples', file));
  expect(programs).not.toEqual([]);
  const violations = programs.flatMap((program) =>
    [...readFileSync(program, 'utf8').matchAll(/(?:from|import\(?|require\()\s*'(\.[^']*)'/g)]
      .map(([, path = '']) => join(program, '..', path))
      .filter((module) => !module.startsWith('examples/') && module !== 'lib' && module !== RUN)
      .map((module) => `${program} imports ${module}`),
  );
  expect(violations).toEqual([]);
});

test('the public API exports these values', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
[
  "CertManagerIssuers",
  "ClusterBase",
  "ConfigError",
  "ForeignNamespace",
  "IngressStack",
  "NetworkIsolation",
  "PREVIEW_NAMESPACES",
  "PROJECT_NAMESPACES",
  "PodService",
  "PreviewEnv",
  "PriorityClass",
  "ProjectEnvironments",
  "Stage",
  "StatefulWorkload",
  "StatelessWorkload",
  "SynthError",
  "TopologyApp",
  "acceptRisk",
  "check",
  "commandProbe",
  "environmentManifests",
  "envoyGateway",
  "gatewayListener",
  "httpProbe",
  "managed",
  "nginx",
  "placeAllIn",
  "placeIn",
  "previewManifests",
  "readAiworker",
  "render",
  "sideBySide",
  "stringify",
  "synth",
  "tcpProbe",
]
`);
});
