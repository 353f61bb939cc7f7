import { echo, url } from '../support/answers';
import { type Comparison, different, same } from '../support/comparison';

/** The Service that answers, and the path that its pod receives. */
async function served(path: string): Promise<object> {
  const { status, pod, path: seen } = await echo({ url: url('paths'), path });
  return { status, pods: pod?.replace(/^shop\/fixture-(\w+)-.*/, '$1'), path: seen };
}

const users = (path: string) => ({ status: 200, pods: 'users', path });
const root = (path: string) => ({ status: 200, pods: 'echo', path });

/** The prefix /users beside /. */
export const paths: readonly Comparison[] = [
  ...['/users', '/users/', '/users/1', '/users?q=a%20b&c', '/users/%2F'].map((path) =>
    same(`path ${path}`, () => served(path), users(path)),
  ),
  ...['/', '/users2', '/Users', '/users;x', '/users.json'].map((path) =>
    same(`path ${path}`, () => served(path), root(path)),
  ),
  same('path //users', () => served('//users'), users('/users')),
  different('normalized paths', 'path /x/../users', () => served('/x/../users'), {
    nginx: users('/x/../users'),
    gateway: users('/users'),
  }),
  different('normalized paths', 'path /users/../x', () => served('/users/../x'), {
    nginx: root('/users/../x'),
    gateway: root('/x'),
  }),
  different('normalized paths', 'path /us%65rs', () => served('/us%65rs'), {
    nginx: users('/us%65rs'),
    gateway: users('/users'),
  }),
  different('normalized paths', 'path /users%2Fx', () => served('/users%2Fx'), {
    nginx: users('/users%2Fx'),
    gateway: root('/users%2Fx'),
  }),
];
