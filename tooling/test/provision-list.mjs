/**
 * Programs that tests use and that npm does not bring. A tool is needed when a selected step runs files in which its
 * name is written, so a line here costs nothing until the first test speaks of it.
 *
 * @typedef {object} Tool
 * @property {string} name as tests write it
 * @property {string} debianPackage
 * @property {string[]} places where its program may be
 * @property {string} [variable] of the environment, in which another place may be given
 * @property {{ step: string, folders: string[], files: RegExp }} users
 */

const serverTests = { step: 'medium', folders: ['apps/server/src'], files: /\.medium\.test\.ts$|\/testing\// };

/** @type {Tool[]} */
export const tools = [
  {
    name: 'chromium',
    debianPackage: 'chromium',
    places: ['/usr/bin/chromium'],
    variable: 'CHROMIUM_PATH',
    users: { step: 'e2e', folders: ['e2e/fixtures'], files: /\.mjs$/ },
  },
  { name: 'redis-server', debianPackage: 'redis-server', places: ['/usr/bin/redis-server'], users: serverTests },
  {
    name: 'redis-server',
    debianPackage: 'redis-server',
    places: ['/usr/bin/redis-server'],
    users: { step: 'chaos', folders: ['chaos/src'], files: /\.round\.test\.ts$/ },
  },
  {
    name: 'nginx',
    debianPackage: 'nginx-light',
    places: ['/usr/sbin/nginx'],
    users: { step: 'chaos', folders: ['chaos/src'], files: /\.round\.test\.ts$/ },
  },
  { name: 'pgbouncer', debianPackage: 'pgbouncer', places: ['/usr/sbin/pgbouncer'], users: serverTests },
  {
    name: 'postgresql-15',
    debianPackage: 'postgresql-15',
    places: ['/usr/lib/postgresql/15/bin/postgres'],
    users: serverTests,
  },
  {
    name: 'systemd-analyze',
    debianPackage: 'systemd',
    places: ['/usr/bin/systemd-analyze'],
    users: { step: 'small', folders: ['tooling/deploy'], files: /systemd\.test\.mjs$/ },
  },
];
