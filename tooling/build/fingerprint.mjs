import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inRoot } from '../repository.mjs';

/**
 * A hash of files' names and contents. Contents and not times: a fresh checkout or a touched file changes nothing.
 *
 * @param {string[]} files paths from the root
 */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(inRoot(file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
