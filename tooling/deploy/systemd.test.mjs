// The units of deploy/systemd, read by systemd-analyze itself.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inRoot } from '../repository.mjs';
import { textOf } from './deploy-file.mjs';
import { SECRETS, settingsOf } from './server-settings.mjs';

const units = readdirSync(inRoot('deploy/systemd'));
const services = units.filter((name) => name.endsWith('.service'));
/** Of 10; the lower, the less a broken-in server can do. */
const EXPOSURE_MAX = 2;
/** A server that was told to stop does so within this time (OP3). */
const DRAIN_SECONDS = 25;

const folder = mkdtempSync(path.join(tmpdir(), 'stm-units-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Copies of them that name the Node which is here, wherever that is.
 *
 * @param {string} name
 */
function copied(name) {
  const copy = path.join(folder, name);
  writeFileSync(copy, textOf(`deploy/systemd/${name}`).replaceAll('/usr/bin/node', process.execPath));
  return copy;
}

/**
 * @param {string} name of a unit
 * @param {string} key
 */
const valuesOf = (name, key) =>
  [...textOf(`deploy/systemd/${name}`).matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test.each(units)('%s is what systemd reads', (name) => {
  for (const unit of units) copied(unit);
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', copied(name)], { encoding: 'utf8' });
  expect([stdout, stderr, status]).toEqual(['', '', 0]);
});

test.each(services)('%s is shut in', (name) => {
  const args = ['security', '--offline=true', `--threshold=${EXPOSURE_MAX * 10}`, '--no-pager', copied(name)];
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('Overall exposure level')]);
});

test.each(services)('%s starts what is built, with settings that the server reads', (name) => {
  const [environment = ''] = valuesOf(name, 'Environment');
  const env = Object.fromEntries(
    environment
      .replaceAll('%i', '8001')
      .split(' ')
      .map((one) => one.split('=')),
  );
  const { server } = settingsOf({ ...SECRETS, ...env });
  expect(server).toMatchObject({ production: true, dataDir: '/var/lib/stm-chat' });
  const file = /apps\/server\/dist\/\S+\.js/.exec(valuesOf(name, 'ExecStart')[0] ?? '')?.[0] ?? '';
  expect(existsSync(inRoot(file.replace('/dist/', '/src/').replace(/js$/, 'ts')))).toBe(true);
});

test('the server may take its time to drain', () => {
  const [seconds] = valuesOf('stm-chat@.service', 'TimeoutStopSec');
  expect(Number(seconds)).toBeGreaterThan(DRAIN_SECONDS);
});

test('the timer starts the backup at a time that there is', () => {
  const [when = ''] = valuesOf('stm-chat-backup.timer', 'OnCalendar');
  expect(execFileSync('systemd-analyze', ['calendar', when], { encoding: 'utf8' })).toContain('Next elapse');
  expect(units).toContain('stm-chat-backup.service');
});

test('the page names only settings, units and commands that there are', () => {
  const page = textOf('docs/deploy-debian.md');
  const written = /<<END\n([^]*?)\nEND/.exec(page)?.[1] ?? '';
  const env = Object.fromEntries(written.split('\n').map((line) => [line.slice(0, line.indexOf('=')), '']));
  expect(settingsOf({ ...env, ...SECRETS, PUBLIC_URL: 'https://chat.example.com' }).server.production).toBe(true);
  for (const [, name = ''] of page.matchAll(/\b(stm-chat(?:@\w*|-backup(?:\.\w+)?))(?![\w-])/g))
    expect(units.some((unit) => unit.startsWith(name.replace(/@8\d+$/, '@')))).toBe(true);
});

test.each([
  [1, ['127.0.0.1:8001']],
  [2, ['127.0.0.1:8001', '127.0.0.1:8002']],
])('the page makes of nginx’s file one for %i server(s)', (_, servers) => {
  const commands = [...textOf('docs/deploy-debian.md').matchAll(/^sed (-e .*) \\\n/gm)].map(([, args]) => args);
  expect(commands).toHaveLength(2);
  const command = `sed ${commands[servers.length - 1]} ${inRoot('deploy/nginx/stm-chat.conf')}`;
  const made = execFileSync('sh', ['-c', command], { encoding: 'utf8' });
  expect([...made.matchAll(/^ +server (\S+) /gm)].map(([, address]) => address)).toEqual([...servers, ...servers]);
  expect(made).toContain('server_name chat.example.com;');
});
