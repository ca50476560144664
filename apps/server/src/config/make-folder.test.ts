import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

const ground = mkdtempSync(path.join(tmpdir(), 'stm-folders-'));
afterAll(() => rmSync(ground, { recursive: true }));

const codeOf = (folder: string): unknown => {
  try {
    makeFolder(folder);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
};

it('makes what is missing, for nobody else, and again changes nothing', () => {
  const folder = path.join(ground, 'a', 'b');
  for (let time = 0; time < 2; time += 1) makeFolder(folder, 0o700);
  expect([folder, path.dirname(folder)].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
});

it('says what stands in the way', () => {
  const file = path.join(ground, 'file');
  writeFileSync(file, '');
  expect([codeOf(file), codeOf(path.join(file, 'below'))]).toEqual(['EEXIST', 'ENOTDIR']);
});

it.runIf(process.platform === 'linux')('[OP30] ends where a file system makes no folders', () => {
  expect([codeOf('/proc/stm-chat'), codeOf('/proc/stm-chat/data')]).toEqual(['ENOTSUP', 'ENOTSUP']);
});
