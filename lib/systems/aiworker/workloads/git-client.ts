import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { Env } from '../../../workloads/env';
import type { Gitea } from './gitea';

const SECRET = 'git-token';

/** Declares the token with which a namespace's pods call git's API, and returns what they need for it as environment. */
export function gitClient(namespace: ClusterNamespace, git: Gitea): Env {
  ClusterBase.of(namespace).expectSecret({
    namespace: namespace.name,
    name: SECRET,
    keys: { token: 'a token of git that may make repositories, branches and pull requests' },
    purpose: "backend, MCP server and workers call git's API with it",
  });
  return { GIT_URL: git.http.url, GIT_TOKEN: { secret: SECRET, key: 'token' } };
}
