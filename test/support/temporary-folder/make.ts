import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The beginning of the name of the folder. */
export const PREFIX = 'cluster-topology-test-';

/** Gives all tests a folder for temporary files, as `TMPDIR`. */
export default function make(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), PREFIX));
}
