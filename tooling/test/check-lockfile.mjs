import { isNewEnough } from '../install/node-version.mjs';
import { lockedPackages, shippedPackages } from '../supply/locked.mjs';
import { checked } from './outcome.mjs';

/** Older versions can be attacked from outside, in the way that stands behind each. */
const minimumVersions = Object.entries({
  'engine.io': '6.6.10', // memory held by polling
  'socket.io-parser': '4.2.7', // attachments that never end
  ws: '8.23.0', // floods of pings
  fastify: '5.3.2', // a content type that is validated as none
  'find-my-way': '8.2.2', // parameters that take a regular expression long
  'path-to-regexp': '8.0.0', // the same
  cookie: '0.7.0', // names and paths that write other fields
  nodemailer: '7.0.7', // an address that is taken for another domain's
  sharp: '0.32.6', // images that write outside their memory
});

/** Checks the versions that package-lock.json holds, that each is pinned to its bytes, and that it sends nobody elsewhere. */
export function checkLockfile() {
  const packages = lockedPackages();
  const shipped = [...shippedPackages(packages)];
  const problems = minimumVersions.flatMap(([name, minimum]) => {
    const copies = shipped.filter((path) => path.endsWith(`node_modules/${name}`));
    if (copies.length === 0) return [`${name} is not among what is shipped`];
    return copies
      .filter((path) => !isNewEnough(packages[path]?.version ?? '0', minimum))
      .map((path) => `${path} is ${packages[path]?.version}; it has to be ${minimum} or newer`);
  });
  const entries = Object.entries(packages);
  const foreign = entries
    // A lockfile without addresses installs from whatever registry its reader uses, and from nowhere else.
    .filter(([, { resolved = '' }]) => /^[a-z+]+:/.test(resolved))
    .map(([path, { resolved }]) => `${path} is taken from ${resolved}`);
  const unpinned = entries
    .filter(
      ([path, { link, integrity = '' }]) => path.includes('node_modules/') && !link && !integrity.startsWith('sha512-'),
    )
    .map(([path]) => `${path} has no SHA-512 of its bytes`);
  return checked([...problems, ...foreign, ...unpinned]);
}
