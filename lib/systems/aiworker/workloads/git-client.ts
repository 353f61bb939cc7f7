import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { Env } from '../../../workloads/env';
import type { Gitea } from './gitea';

/** The environment variables with which pods of a namespace call the API of git. Declares the Secret with the token. */
export function gitClient(namespace: ClusterNamespace, git: Gitea): Env {
  const secret = ClusterBase.of(namespace).expectSecret({
    namespace,
    name: 'git-token',
    keys: { token: 'a token of Gitea that can create repositories, branches and pull requests' },
    purpose: 'the backend, the MCP server and the workers call the API of Gitea with this token',
  });
  return { GIT_URL: git.http.url, GIT_TOKEN: { secret, key: 'token' } };
}
