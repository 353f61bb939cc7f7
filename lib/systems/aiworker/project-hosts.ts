import type { Environment } from './project-environments';

/** The hosts that the platform itself takes, by their first label, and whose they are. */
export const PLATFORM_HOSTS = [
  { label: 'api', owner: "the backend's, aiworker-backend in control-plane" },
  { label: 'app', owner: "the frontend's, aiworker-frontend in control-plane" },
  { label: 'git', owner: "git's, gitea in gitea" },
] as const;

/** The environments that are reached from outside. */
export type ExposedEnvironment = Extract<Environment, 'staging' | 'production'>;

/** The namespaces of all projects' environments that are reached from outside. */
export const EXPOSED_NAMESPACES = {
  matchLabels: { 'managed-by': 'aiworker' },
  matchExpressions: [
    { key: 'environment', operator: 'In', values: ['staging', 'production'] },
    { key: 'project', operator: 'Exists' },
  ],
} as const;

/** The first labels of a project's hosts, by the environment that they show. */
export function projectHosts(project: string): Readonly<Record<ExposedEnvironment, string>> {
  return { staging: `staging-${project}`, production: project };
}
