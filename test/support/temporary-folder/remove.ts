import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { PREFIX } from './make';

/** Removes the temporary files of all tests. */
export default function remove(): void {
  if (basename(tmpdir()).startsWith(PREFIX)) rmSync(tmpdir(), { recursive: true, force: true });
}
