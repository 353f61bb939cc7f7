/** The functions of the package: package/index.d.ts declares their types. */
export { ConfigError } from '../lib/config/problem';
export { SynthError } from '../lib/core/topology-app';
export { readAiworker } from '../lib/systems/aiworker/config';
export { environmentManifests } from '../lib/systems/aiworker/environment-manifests';
export { previewManifests } from '../lib/systems/aiworker/preview-manifests';
