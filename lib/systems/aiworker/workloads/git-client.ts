import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { Env } from '../../../workloads/env';
import type { Gitea } from './gitea';

/** Declares the token with which a namespace's pods call git's API, and returns what they need for it as environment. */
export function gitClient(namespace: ClusterNamespace, git: Gitea): Env {
  const secret = ClusterBase.of(namespace).expectSecret({
    namespace,
    name: 'git-token',
    keys: { token: 'a token of git that may make repositories, branches and pull requests' },
    purpose: "backend, MCP server and workers call git's API with it",
  });
  return { GIT_URL: git.http.url, GIT_TOKEN: { secret, key: 'token' } };
}
