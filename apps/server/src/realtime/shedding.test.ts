import { expect, it } from 'vitest';
import type { BoundCommand } from '../kernel/command-registry.js';
import { unavailable } from '../kernel/errors.js';
import { Shedding } from './shedding.js';

const busy = unavailable('busy');
let isFull = true;

function command(name: string, socket: boolean, refuses: boolean): BoundCommand {
  return {
    contract: { name, spec: { socket } },
    handler: { handle: () => Promise.reject(busy), ...(refuses ? { refusal: () => (isFull ? busy : null) } : {}) },
  } as unknown as BoundCommand;
}
const shedding = new Shedding([command('a', true, true), command('b', true, false), command('c', false, true)]);

it('[GC4] answers a call whose command has no room, by its number', () => {
  expect(shedding.answerTo('2/chat,17["a",{"x":1}]')).toBe(
    '3/chat,17[{"ok":false,"error":{"code":"unavailable","message":"busy","retry_after_ms":1000}}]',
  );
});

it('leaves everything else to be read', () => {
  const others = [
    '2/chat,17["b",{}]',
    '2/chat,17["c",{}]',
    '2/chat,["a",{}]',
    '2/other,17["a",{}]',
    '0/chat,{"token":"a"}',
    '2/chat,17["b","[\\"a\\","]',
    '3/chat,17["a",{}]',
    '',
  ];
  for (const packet of others) expect(shedding.answerTo(packet)).toBeNull();
  isFull = false;
  expect(shedding.answerTo('2/chat,17["a",{"x":1}]')).toBeNull();
});
