import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

/** The root certificates of the ACME server, from the file of `ACME_ROOTS`. */
const ROOTS = readFileSync(process.env.ACME_ROOTS ?? '');

/**
 * Opens a TLS connection to the ingress controller at `INGRESS_ADDRESS` for a host, as a client that trusts only the ACME
 * server.
 *
 * @throws Error if the chain does not lead to a root certificate, or if the certificate is not for this host
 */
export function handshake(host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: process.env.INGRESS_ADDRESS ?? '', port: 443, servername: host, ca: ROOTS, timeout: 5000 },
      () => {
        socket.destroy();
        resolve();
      },
    );
    socket.on('timeout', () => socket.destroy(new Error(`no TLS handshake for ${host} within 5 seconds`)));
    socket.on('error', reject);
  });
}
