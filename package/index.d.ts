/**
 * The configuration of the platform, as {@link readAiworker} returns it. It has more fields, which only this package reads.
 */
export interface AiworkerConfig {
  readonly projects: readonly { readonly name: string }[];
}

/** The time against which a configuration is checked, and the receiver of warnings. */
export interface Advice {
  readonly today: Date;
  /** Receives one line for each warning: `file:line:column: path: message`. */
  readonly warn: (line: string) => void;
}

/** A request for the manifests of one preview. */
export interface PreviewRequest {
  /** The configuration of the platform: the result of {@link readAiworker}. */
  readonly config: AiworkerConfig;
  /** The name of one of the projects. */
  readonly project: string;
  /** The id of the task. */
  readonly task: string;
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The time from which the age of the preview counts, in RFC 3339 format, such as `2026-01-19T12:00:00Z`. */
  readonly createdAt: string;
  /** The age at which the preview is deleted, in hours. @default '168h' */
  readonly ttl?: string;
  /** The port of the preview, 1024 or above. @default the port of the application of the project, or 3000 */
  readonly port?: number;
}

/** A request for the manifests that deploy an application to dev or staging. */
export interface EnvironmentRequest {
  /** The configuration of the platform: the result of {@link readAiworker}. */
  readonly config: AiworkerConfig;
  /** The name of the project, which need not be in the configuration. */
  readonly project: string;
  readonly environment: 'dev' | 'staging';
  /** The image, with a pinned tag. */
  readonly image: string;
  /** The port of the application, 1024 or above. @default the port in the configuration, or 3000 */
  readonly port?: number;
}

/** The objects of one namespace. */
export interface RuntimeManifests {
  /** The input for `kubectl apply -f -`. */
  readonly yaml: string;
  /** The objects of `yaml`, in the order in which they must be applied. */
  readonly objects: readonly object[];
  /** The namespace of all objects. */
  readonly namespace: string;
}

/** All problems of a configuration or of a request, one line each. */
export class ConfigError extends Error {
  private constructor();
  readonly problems: readonly string[];
}

/** All violations of the rules in docs/checks.md, one line each. */
export class SynthError extends Error {
  private constructor();
  readonly problems: readonly string[];
}

/**
 * Reads `config/aiworker.yaml`.
 *
 * @param advice reports placeholders, and previews that are past their ttl @default they are not reported
 * @throws ConfigError with every problem of the file, each with its line
 */
export function readAiworker(file: string, advice?: Advice): AiworkerConfig;

/**
 * Renders the manifests of one preview, with the same bytes that `npm run preview` prints for the same values. It does not
 * read files or the clock.
 *
 * @throws ConfigError if the request is invalid
 * @throws SynthError if the manifests violate a rule
 */
export function previewManifests(request: PreviewRequest): RuntimeManifests;

/**
 * Renders the objects of an environment that `dist/` does not contain, as `npm run environment` does. It does not read files or
 * the clock.
 *
 * @throws ConfigError if the request is invalid
 * @throws SynthError if the manifests violate a rule
 */
export function environmentManifests(request: EnvironmentRequest): RuntimeManifests;
