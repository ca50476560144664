import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inRoot } from '../repository.mjs';

const SOURCES = inRoot('packages', 'react', 'src');
/** What a server component has not. */
const CLIENT_ONLY =
  /\b(?:use(?:State|Reducer|Effect|LayoutEffect|Ref|Context|Memo|Callback|Id|SyncExternalStore|DeferredValue)|createContext)[(<]/;

test('every module that uses hooks says so to Next.js', () => {
  const modules = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|(?:^|[\\/])testing[\\/]/.test(file),
  );
  const texts = modules.map((file) => ({ file, text: readFileSync(path.join(SOURCES, file), 'utf8') }));
  const using = texts.filter(({ text }) => CLIENT_ONLY.test(text));
  expect(using.length).toBeGreaterThan(60);
  expect(using.filter(({ text }) => !text.startsWith("'use client';\n")).map(({ file }) => file)).toEqual([]);
});
