// `npm run chaos:upgrade [-- REF]`: a deploy from an earlier build to this one, on one schema, while people write. Without REF
// it is the last commit whose steps of the schema are the first ones of this one's. Further arguments go to `npm run chaos`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root } from './repository.mjs';

const folder = inRoot('.cache', 'previous-build');

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 */
function run(command, args, cwd = root) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** @param {...string} args */
function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

const STEPS = 'apps/server/migrations';

/** @param {string[]} files */
const stepsIn = (files) =>
  files
    .map((file) => file.split('/').at(-1) ?? '')
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .toSorted();

/** The last commit from which one could come to this schema: it has the first steps of it, in their order, and not all. */
function beforeTheNewestSteps() {
  const present = stepsIn(readdirSync(inRoot(...STEPS.split('/'))));
  const adding = git('log', '--diff-filter=A', '--format=%H', '--', `${STEPS}/*.sql`).split('\n').filter(Boolean);
  for (const commit of adding) {
    const before = git('log', '-1', '--format=%P', commit).split(' ')[0];
    // Of a shallow clone's last commit nothing before is known.
    if (!before) continue;
    const steps = stepsIn(git('ls-tree', '--name-only', before, `${STEPS}/`).split('\n'));
    if (steps.length > 0 && steps.length < present.length && steps.every((step, at) => step === present[at]))
      return before;
  }
  return 'HEAD';
}

/** Its own packages by their names, and everything else as it is installed here. */
function linkPackages() {
  const installed = inRoot('node_modules');
  const linked = join(folder, 'node_modules');
  mkdirSync(join(linked, '@stm-chat'), { recursive: true });
  for (const name of readdirSync(installed))
    if (name !== '@stm-chat') symlinkSync(join(installed, name), join(linked, name));
  for (const name of ['protocol', 'client', 'react'])
    symlinkSync(join(folder, 'packages', name), join(linked, '@stm-chat', name));
  symlinkSync(join(folder, 'apps', 'server'), join(linked, '@stm-chat', 'server'));
  const own = inRoot('apps', 'server', 'node_modules');
  if (existsSync(own)) symlinkSync(own, join(folder, 'apps', 'server', 'node_modules'));
}

function remove() {
  if (existsSync(folder)) spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: root });
  rmSync(folder, { recursive: true, force: true });
  git('worktree', 'prune');
}

const [first, ...rest] = process.argv.slice(2);
const isRef = first !== undefined && !first.startsWith('--');
const ref = isRef ? first : beforeTheNewestSteps();
remove();
git('worktree', 'add', '--detach', folder, ref);
try {
  process.stdout.write(`From ${git('log', '-1', '--format=%h %s', ref)}\n`);
  const lock = 'package-lock.json';
  if (readFileSync(inRoot(lock), 'utf8') === readFileSync(join(folder, lock), 'utf8')) linkPackages();
  else run('npm', ['ci', '--no-audit', '--no-fund'], folder);
  run(process.execPath, ['tooling/build.mjs'], folder);
  run(process.execPath, ['tooling/chaos.mjs', 'main', '--from', folder, ...(isRef ? rest : process.argv.slice(2))]);
} finally {
  remove();
}
