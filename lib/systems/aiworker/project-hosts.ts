import { type Environment, projectNamespaces } from './project-environments';

/** The hosts of the platform by their first label, and the owner of each. */
export const PLATFORM_HOSTS = [
  { label: 'api', owner: 'the backend (aiworker-backend in control-plane)' },
  { label: 'app', owner: 'the frontend (aiworker-frontend in control-plane)' },
  { label: 'git', owner: 'git (gitea in gitea)' },
] as const;

/** The environments that are reachable from outside the cluster. */
export type ExposedEnvironment = Extract<Environment, 'staging' | 'production'>;

/** The namespaces of all projects that are reachable from outside the cluster. */
export const EXPOSED_NAMESPACES = projectNamespaces(['staging', 'production']);

/** The first label of the host of each exposed environment of a project. */
export function projectHosts(project: string): Readonly<Record<ExposedEnvironment, string>> {
  return { staging: `staging-${project}`, production: project };
}
