import { expect, it } from 'vitest';
import { ConfigError } from './config/read-config.js';
import { DatabaseStartError } from './database/start-error.js';
import { startFailure } from './start-failure.js';

const system = (code: string, path: string) =>
  Object.assign(new Error(`${code}: permission denied, mkdir '${path}'`), { code, path });

it.each([
  [
    'what the configuration lacks',
    new ConfigError(['PORT: is taken']),
    /^The configuration cannot be used:\n {2}PORT: is taken$/,
  ],
  [
    'what the database is not',
    new DatabaseStartError('❌ DIRECT_URL: no connection'),
    /^❌ DIRECT_URL: no connection$/,
  ],
  [
    'a folder that cannot be written',
    system('EACCES', '/srv/data'),
    /^❌ DATA_DIR: .* EACCES: permission denied, mkdir '\/srv\/data'$/,
  ],
  [
    'what nobody foresaw',
    new TypeError('x is not a function'),
    /^❌ The start failed: x is not a function \(LOG_LEVEL=debug/,
  ],
  ['what is no error', 'so it is', /^❌ The start failed: so it is$/],
])('[OP30] the start says %s without a stack', (_, thrown, line) => {
  expect(startFailure(thrown, {})).toMatch(line);
});

it('[OP30] with LOG_LEVEL=debug it shows where', () => {
  expect(startFailure(new TypeError('x'), { LOG_LEVEL: 'debug' })).toContain('start-failure.test');
});
