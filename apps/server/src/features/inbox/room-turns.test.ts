import { expect, it } from 'vitest';
import type { Connection } from '../../kernel/connection.js';
import { RoomTurns } from './room-turns.js';

const connection = () => ({ id: 'x' }) as Connection;

it('steps of one connection and chat run one after the other, whatever became of the one before', async () => {
  const turns = new RoomTurns();
  const [mine, other] = [connection(), connection()];
  const order: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns.take(mine, 'a', async () => {
    await gate;
    order.push('join');
    throw new Error('no member');
  });
  const second = turns.take(mine, 'a', async () => void order.push('leave'));
  await turns.take(mine, 'b', async () => void order.push('another chat'));
  await turns.take(other, 'a', async () => void order.push('another connection'));
  open();
  await expect(first).rejects.toThrow('no member');
  await second;
  expect(order).toEqual(['another chat', 'another connection', 'join', 'leave']);
});
