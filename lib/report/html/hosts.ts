import type { Certificate } from '../changes/certificates';
import type { Host } from '../changes/hosts';
import type { ClusterReport } from '../model';
import { type Html, html } from './html';
import { mark, table } from './table';

/** The hosts of a cluster with their routes and certificates. */
export function hostTable({ name, previous, present }: ClusterReport): Html {
  const was = new Map(previous?.hosts.map((host) => [host.host, host]));
  const now = present?.hosts ?? [];
  const gone = [...was.values()].filter(({ host }) => !now.some((one) => one.host === host));
  const changeOf = (host: Host) => {
    if (previous === undefined) return undefined;
    const before = was.get(host.host);
    if (before === undefined) return 'added';
    return JSON.stringify(before) === JSON.stringify(host) ? undefined : 'changed';
  };
  return table(
    `Hosts of ${name}`,
    ['Host', 'Paths', 'Services', 'Certificate', 'Served by'],
    [...now.map((host) => row(host, changeOf(host))), ...gone.map((host) => row(host, 'removed'))],
  );
}

function row({ host, paths, services, hasTls, certificates, controllers, routes }: Host, change?: string) {
  const unnamed = hasTls ? 'the default certificate of the controller' : 'no TLS';
  const certificate = certificates.length === 0 ? unnamed : certificates.map(certificateText).join('; ');
  const servedBy = `${controllers.join(', ')} (${routes.join(', ')})`;
  return {
    cells: [html`${host}${mark(change)}`, paths.join(', '), services.join(', '), certificate, servedBy],
  };
}

function certificateText({ secret, object, issuer, challenges }: Certificate): string {
  if (object === undefined) return `Secret ${secret}, created by a person`;
  const way = challenges.length === 0 ? '' : ` by ${challenges.join(' or ')}`;
  return `Secret ${secret}: ${object}${issuer === undefined ? '' : `, ${issuer}`}${way}`;
}
