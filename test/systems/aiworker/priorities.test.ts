import { NODE_AGENTS } from '../../../lib/core/priority-class';
import { AGENTS, PLATFORM, PREVIEWS } from '../../../lib/systems/aiworker/priorities';

test('agents are evicted first, then previews, projects and the platform', () => {
  const projects = 0;
  const values = [AGENTS.value, PREVIEWS.value, projects, PLATFORM.value, NODE_AGENTS.value];
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(new Set(values).size).toBe(values.length);
});

test('agents and previews evict no pod, and the cluster autoscaler still adds nodes for them', () => {
  for (const { preempts, value } of [AGENTS, PREVIEWS]) {
    expect(preempts).toBe(false);
    expect(value).toBeGreaterThanOrEqual(-10);
  }
});
