import { readFileSync } from 'node:fs';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Chats } from './testing/readme-example.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example of the README is the one that is compiled', () => {
  const [, example] = /```tsx\n([^]+?)```/.exec(read('../README.md')) ?? [];
  expect(example).toBe(read('./testing/readme-example.tsx'));
});

test('it renders on a server, where there is neither a page nor a network', () => {
  expect(renderToString(<Chats url="https://chat.example" tokenUrl="/chat-token" />)).toBe('');
});
