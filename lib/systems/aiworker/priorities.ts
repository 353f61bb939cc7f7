import type { PriorityClassProps } from '../../core/priority-class';

/** The class of the platform, which all users depend on. */
export const PLATFORM: PriorityClassProps = {
  name: 'platform',
  value: 100_000,
  description: 'The platform: git, the control plane, the ingress controller and the monitoring.',
};

/** The class of previews. A preview waits for a free node: it evicts no agent, whose work would be lost. */
export const PREVIEWS: PriorityClassProps = {
  name: 'previews',
  value: -5,
  preempts: false,
  description: 'Previews: they are evicted if the platform or a project finds no node, after all agents.',
};

/** The class of agents. The backend can repeat the task of an agent that was evicted. */
export const AGENTS: PriorityClassProps = {
  name: 'agents',
  value: -10,
  preempts: false,
  description: 'Agents: they are evicted first if the platform or a project finds no node.',
};
