import { readFileSync } from 'node:fs';
import { isNewEnough } from '../install/node-version.mjs';
import { inRoot } from '../repository.mjs';
import { checked } from './outcome.mjs';

/** Older versions can be brought down from outside (crafted packets, ping floods, memory held by polling). */
const minimumVersions = Object.entries({
  'engine.io': '6.6.10',
  'socket.io-parser': '4.2.7',
  ws: '8.23.0',
});

/** Checks the versions that package-lock.json holds, and that it sends nobody to a private registry. */
export function checkLockfile() {
  const lock = /** @type {{ packages: Record<string, { version?: string, resolved?: string }> }} */ (
    JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
  );
  const entries = Object.entries(lock.packages);
  const problems = minimumVersions.flatMap(([name, minimum]) => {
    const copies = entries.filter(([path]) => path.endsWith(`node_modules/${name}`));
    if (copies.length === 0) return [`${name} is not in package-lock.json`];
    return copies
      .filter(([, { version = '0' }]) => !isNewEnough(version, minimum))
      .map(([path, { version }]) => `${path} is ${version}; it has to be ${minimum} or newer`);
  });
  const foreign = entries
    // A lockfile without addresses installs from whatever registry its reader uses, and from nowhere else.
    .filter(([, { resolved = '' }]) => /^[a-z+]+:/.test(resolved))
    .map(([path, { resolved }]) => `${path} is taken from ${resolved}`);
  return checked([...problems, ...foreign]);
}
